import type { RequestEvent } from '@sveltejs/kit'
import { publicPath } from './base.ts'
import { BEGUN_BY } from './begun-by.ts'
import { handlerOf } from './handler-of.ts'

/** Inside queries, Kit replaces `url`, `route` and `params` by getters that throw. */
export const isInQuery = (event: RequestEvent) =>
  Object.getOwnPropertyDescriptor(event, 'url')?.get !== undefined

/** The requested page, as the browser sees it. For a form it is the page that contains it, without the name of the action. */
export function here(event: RequestEvent): string {
  if (isInQuery(event)) return '/'
  const query = new URLSearchParams(
    [...event.url.searchParams].filter(([name]) => !name.startsWith('/') && name !== BEGUN_BY),
  )
  return query.size > 0 ? `${pathOf(event)}?${query}` : pathOf(event)
}

/** The path of the requested page, as the browser sees it. */
export const pathOf = (event: RequestEvent): string => publicPath(event.url.pathname, handlerOf(event)) || '/'
