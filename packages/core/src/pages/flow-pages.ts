import { sha256 } from '../base/cryptography.ts'
import type { FlowKind } from '../flow/index.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { AuthHandler } from '../handler/index.ts'
import { part } from './flow-fields.ts'
import { type FlowHtmlOptions, flowHtml } from './flow-html.ts'
import { loadFlowPage } from './flow-page.ts'
import { html, Markup } from './markup.ts'

/** How {@link createFlowPages} shows its pages. */
export interface FlowPagesOptions extends FlowHtmlOptions {
  /**
   * Returns the whole document around a page. `content` is HTML whose values are escaped; `title` is text that is not. Load
   * `@latchkey/core/styles.css` there. Default: a document with that style sheet and its own content security policy.
   */
  layout?(page: { title: string; content: string }): string
}

/** Answers requests for the pages of flows; `undefined` for every other request. */
export type FlowPagesHandler = (request: Request) => Promise<Response | undefined>

/**
 * The pages of all flows as plain HTML, for a server without a framework for pages: sign-in, sign-up, a forgotten password, its
 * reset, and invitations. They stand where the handler's option `pages` says, need no script, and post to the handler. A user
 * who is signed in and opens one for signing in or up is led on.
 */
export function createFlowPages(handler: AuthHandler, options: FlowPagesOptions = {}): FlowPagesHandler {
  const { layout, locale, brand } = options
  const { signIn, signUp, forgotPassword, resetPassword, invitation } = handler.pages
  const kinds = new Map<string, FlowKind>([
    [signIn, 'sign-in'],
    [signUp, 'sign-up'],
    [forgotPassword, 'reset-password'],
    [resetPassword, 'reset-password'],
    [invitation, 'invitation'],
  ])
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const kind = kinds.get(pathname) ?? kinds.get(handler.appPath + pathname)
    if (kind === undefined || !['GET', 'HEAD'].includes(request.method)) return undefined
    // Servers make the address of a request of what its sender says about the host.
    const atHome = new Request(handler.appOrigin + pathname + search, { headers: request.headers })
    const { auth, cookies } = await handler.resolve(atHome)
    const page = await loadFlowPage(handler, atHome, kind, { isSignedIn: auth.status === 'signed-in' })
    const all = [...(await cookies()), ...(await page.cookies())]
    if (page.outcome === 'redirect')
      return personalResponse(new Response(null, { status: 303, headers: { location: page.location } }), all)
    const shown =
      page.outcome === 'shown'
        ? flowHtml(handler, page.data, options)
        : { title: page.error.message, content: problemHtml(page.error.message) }
    const headers = new Headers({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    const document = layout
      ? { text: layout(shown), policy: undefined }
      : await plainDocument(shown, { locale, brand })
    if (document.policy) headers.set('content-security-policy', document.policy)
    const status = page.outcome === 'shown' ? 200 : page.status
    const body = request.method === 'HEAD' ? null : document.text
    return personalResponse(new Response(body, { status, headers }), all)
  }
}

const problemHtml = (message: string): string =>
  html`<section${part('card')} data-lk><h1${part('title')}>${message}</h1></section>`.text

/** A page that stands alone, and the policy that allows its own style and pictures, and no script. */
async function plainDocument(
  { title, content }: { title: string; content: string },
  { locale, brand }: FlowHtmlOptions,
): Promise<{ text: string; policy: string }> {
  // A server whose app has a layout never loads it.
  const { FLOW_STYLES } = await import('./flow-styles.ts')
  const language = html` lang="${locale?.tag ?? 'en'}"${locale?.dir && html` dir="${locale.dir}"`}`
  const icon = html`<link rel="icon" href="${brand?.icon ?? 'data:,'}">`
  const { text } = html`<!doctype html>
<html${language}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${icon}${new Markup(`<style>${FLOW_STYLES}</style>`)}</head>
<body><main>${new Markup(content)}</main></body>
</html>
`
  const hash = await sha256(new TextEncoder().encode(FLOW_STYLES))
  const style = `'sha256-${btoa(String.fromCharCode(...hash))}'`
  const policy = `default-src 'none'; style-src ${style}; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'none'`
  return { text, policy }
}
