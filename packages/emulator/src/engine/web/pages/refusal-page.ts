import { parseAccept } from 'hono/utils/accept'
import { html } from '../../base/html.ts'
import { page } from './layout.ts'

/** Whether a browser opens the URL, to judge by its `Accept` header. An API client prefers JSON, or accepts everything. */
export function prefersHtml(accept: string | undefined): boolean {
  const types = parseAccept(accept ?? '')
  const quality = (type: string) => types.find((one) => one.type.toLowerCase() === type)?.q ?? 0
  return quality('text/html') > quality('application/json')
}

/** The page that a browser shows instead of the JSON of an error. It has the same status, message and code. */
export function refusalPage(status: number, body: unknown): Response {
  const { message, code, error, error_description } = body as Record<string, unknown>
  const text = [message, error_description].find((one) => typeof one === 'string')
  const name = [code, error].find((one) => typeof one === 'string')
  const title = status === 404 ? 'Page not found' : 'This URL cannot be opened'
  return page(
    { title: `${title} · Latchkey`, status },
    html`<main><h1>${title}</h1><p>${text ?? 'The URL is wrong.'}</p>
<p class="soft">${status}${name !== undefined && html` <code>${name}</code>`}</p><p><a href="/">Open the inbox</a></p></main>`,
  )
}
