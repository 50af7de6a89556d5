import type { Page } from '@latchkey/core/api'
import { ApiError, readForm, TransportError } from '@latchkey/core/server'
import type { Action, RequestEvent } from '@sveltejs/kit'
import { error, fail, redirect } from '@sveltejs/kit'
import { passCalls } from '#lib/server/calls.ts'

/** The position in a list. */
export interface Listing {
  limit: number
  after?: string
  before?: string
}

const PAGE_SIZE = 10

/** The position in a list, from the query of the URL. */
export const placeIn = ({ searchParams }: URL): Listing => ({
  limit: PAGE_SIZE,
  after: searchParams.get('after') || undefined,
  before: searchParams.get('before') || undefined,
})

/** The filters of a list, from the query of the URL. */
export const filters = <Name extends string>({ searchParams }: URL, ...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, searchParams.get(name) || undefined])) as {
    [name in Name]?: string
  }

/** Loads one page of a list for a component. */
export async function onePage<T>(requested: Promise<Page<T>>) {
  const { data, listMetadata } = await reading(requested)
  return { data, after: listMetadata.after, before: listMetadata.before }
}

/** Loads data for a page. A failed request becomes the error of the page. */
export async function reading<T>(requested: Promise<T>): Promise<T> {
  try {
    return await requested
  } catch (cause) {
    const { status, message } = explain(cause)
    error(status, message)
  }
}

/** The data that an admin form receives if the API refuses it. */
export interface Refusal {
  action: string
  error: { code: string; message: string }
  values: Record<string, string>
}

type Fields = Record<string, string | undefined>
type Doing = (fields: Fields, event: RequestEvent) => Promise<unknown>

/**
 * Creates form actions that each make one API call, without empty fields. Afterward, the page is reloaded, or the browser is
 * redirected to the path that the call returns.
 */
export function adminActions<Name extends string>(actions: Record<Name, Doing>) {
  const made = Object.entries<Doing>(actions).map(([name, doing]) => [
    name,
    async (event: RequestEvent) => {
      const form = (await readForm(event.request)) ?? error(400, 'The form cannot be read.')
      const fields = Object.fromEntries(Object.entries(form).filter(([, text]) => text !== ''))
      let next: unknown
      try {
        next = await doing(fields, event)
      } catch (cause) {
        const { status, code, message } = explain(cause)
        const { password: _hidden, ...values } = fields
        return fail(status, { action: name, error: { code, message }, values } satisfies Refusal)
      }
      passCalls(event)
      redirect(303, typeof next === 'string' ? next : `${event.url.pathname}?done=${name}`)
    },
  ])
  return Object.fromEntries(made) as Record<Name, Action>
}

function explain(cause: unknown): { status: number; code: string; message: string } {
  if (cause instanceof ApiError) {
    const reasons = cause.fieldErrors.map((one) => one.message).join(' ')
    return { status: cause.status, code: cause.code, message: reasons || cause.message }
  }
  if (cause instanceof TransportError) {
    return { status: 503, code: cause.code, message: 'The API cannot be reached right now.' }
  }
  // The URL contains an invalid id.
  if (cause instanceof Error && 'code' in cause)
    return { status: 404, code: String(cause.code), message: cause.message }
  throw cause
}
