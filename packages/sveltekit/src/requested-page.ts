import type { RequestEvent } from '@sveltejs/kit'
import { publicPath } from './base.ts'
import { BEGUN_BY } from './begun-by.ts'
import { handlerOf } from './handler-of.ts'

/** Kit takes `url`, `route` and `params` away inside queries, by a getter that throws. */
export const isInQuery = (event: RequestEvent) =>
  Object.getOwnPropertyDescriptor(event, 'url')?.get !== undefined

/** The page asked for, as browsers know it. In a form it is where the form stands, without the name of its action. */
export function here(event: RequestEvent): string {
  if (isInQuery(event)) return '/'
  const query = new URLSearchParams(
    [...event.url.searchParams].filter(([name]) => !name.startsWith('/') && name !== BEGUN_BY),
  )
  return query.size > 0 ? `${pathOf(event)}?${query}` : pathOf(event)
}

/** The path of the page asked for, as browsers know it. */
export const pathOf = (event: RequestEvent): string => publicPath(event.url.pathname, handlerOf(event)) || '/'
