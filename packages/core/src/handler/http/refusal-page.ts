import type { FlowError } from '../../flow/index.ts'
import { FLOW_ERROR_MESSAGES } from '../../flow/index.ts'
import { retryAfter } from '../route/route.ts'
import { pageResponse } from './route-response.ts'

/** Whether the browser itself sent the request and will display any response. */
export function isPlainForm({ headers }: Request): boolean {
  const type = headers.get('content-type') ?? ''
  if (/^\s*(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return true
  return headers.get('sec-fetch-mode') === 'navigate' || /\btext\/html\b/i.test(headers.get('accept') ?? '')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] as string)

/**
 * A page for a form that was refused before it could be read, so that no page of the app can show why.
 *
 * @param home The URL of the app.
 * @param details A sentence that describes what was observed.
 */
export function refusalPage(status: number, error: FlowError, home: string, details = ''): Response {
  const words = escaped(FLOW_ERROR_MESSAGES[error.code])
  const more = details && `\n<p>${escaped(details)}</p>`
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${words}</title>
<main>
<h1>${words}</h1>${more}
<p><a href="${escaped(home)}">Go to ${escaped(home)}</a></p>
</main>
</html>
`
  return pageResponse(html, { status, headers: retryAfter(error) })
}
