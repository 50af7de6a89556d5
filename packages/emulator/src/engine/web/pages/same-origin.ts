import { Failure } from '../../base/failure.ts'
import { readText } from '../http/request-body.ts'

/** Throws unless a form was posted from our own pages: a page of another site must not act for the user. */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const own = request.headers.get('host') ?? new URL(request.url).host
  const sameSite = site === null || site === 'same-origin'
  if (origin !== null && sameSite && URL.canParse(origin) && new URL(origin).host === own) return
  throw new Failure(403, { message: 'This form was not sent from this page.' })
}

const MOST_FORM_BYTES = 64 * 1024

/** The text fields of a posted form. */
export async function formFields(request: Request): Promise<Map<string, string>> {
  requireSameOrigin(request)
  const fields = new URLSearchParams(await readText(request, MOST_FORM_BYTES))
  return new Map([...fields].map(([name, value]) => [name, value.replaceAll('\0', '')]))
}
