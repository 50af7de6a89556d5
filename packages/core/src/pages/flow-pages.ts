import { sha256 } from '../base/cryptography.ts'
import type { FlowKind } from '../flow/index.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { AuthHandler } from '../handler/index.ts'
import { documentTitle } from '../locales/step-title.ts'
import { part } from './flow-fields.ts'
import { type FlowHtmlOptions, flowHtml } from './flow-html.ts'
import { loadFlowPage } from './flow-page.ts'
import { html, Markup } from './markup.ts'

/** Options of {@link createFlowPages}. */
export interface FlowPagesOptions extends FlowHtmlOptions {
  /**
   * Returns the whole document around a page. `content` is HTML with escaped values; `title` is unescaped text. Load
   * `@latchkey/core/styles.css` in it. Default: a document with that style sheet and its own content security policy.
   */
  layout?(page: { title: string; content: string }): string
}

/** Responds to requests for flow pages, and returns `undefined` for every other request. */
export type FlowPagesHandler = (request: Request) => Promise<Response | undefined>

/**
 * Serves the pages of all flows as plain HTML, for servers without a page framework: sign-in, sign-up, forgotten password,
 * password reset and invitations. Their paths come from the handler's `pages` option. They need no JavaScript and post to the
 * handler. A signed-in user who opens the sign-in or sign-up page is redirected.
 */
export function createFlowPages(handler: AuthHandler, options: FlowPagesOptions = {}): FlowPagesHandler {
  const { layout } = options
  // Created on first use, so never for an app with its own layout.
  let shell: Shell | undefined
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
    // Servers build a request's URL from the Host header, which the client controls.
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
    let text: string
    if (layout) text = layout(shown)
    else {
      shell ??= await makeShell()
      headers.set('content-security-policy', shell.policy)
      text = plainDocument(shown, options, shell.styles)
    }
    const status = page.outcome === 'shown' ? 200 : page.status
    const body = request.method === 'HEAD' ? null : text
    return personalResponse(new Response(body, { status, headers }), all)
  }
}

const problemHtml = (message: string): string =>
  html`<section${part('card')} data-lk><h1${part('title')}>${message}</h1></section>`.text

/** The style of standalone pages, and a policy that allows that style and images, but no script. */
interface Shell {
  styles: string
  policy: string
}

async function makeShell(): Promise<Shell> {
  const { FLOW_STYLES: styles } = await import('./flow-styles.ts')
  const hash = btoa(String.fromCharCode(...(await sha256(new TextEncoder().encode(styles)))))
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'none'`
  return { styles, policy }
}

/** A standalone page. */
function plainDocument(
  { title, content }: { title: string; content: string },
  { locale, brand }: FlowHtmlOptions,
  styles: string,
): string {
  const language = html` lang="${locale?.tag ?? 'en'}"${locale?.dir && html` dir="${locale.dir}"`}`
  const icon = html`<link rel="icon" href="${brand?.icon ?? 'data:,'}">`
  const { text } = html`<!doctype html>
<html${language}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${documentTitle(title, brand?.name)}</title>${icon}${new Markup(`<style>${styles}</style>`)}</head>
<body><main>${new Markup(content)}</main></body>
</html>
`
  return text
}
