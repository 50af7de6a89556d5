import type { FlowKind } from '../flow/index.ts'
import { personalResponse } from '../handler/http/personal-response.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { Locale } from '../locales/locale.ts'
import { flowHtml } from './flow-html.ts'
import { loadFlowPage } from './flow-page.ts'
import { html, Markup } from './markup.ts'

/** How {@link createFlowPages} shows its pages. */
export interface FlowPagesOptions {
  /**
   * The whole document around a page. `content` is HTML whose values are escaped; `title` is text that is not. Default: a
   * narrow page in the colors of the system, under a content security policy of its own.
   */
  layout?(page: { title: string; content: string }): string
  /** The language of the pages. Default: English. */
  locale?: Locale
}

/** Answers requests for the pages of flows; `undefined` for every other request. */
export type FlowPagesHandler = (request: Request) => Promise<Response | undefined>

/**
 * The pages of all flows as plain HTML, for a server without a framework for pages: sign-in, sign-up, a forgotten password, its
 * reset, and invitations. They stand where the handler's option `pages` says, need no script, and post to the handler. A user
 * who is signed in and opens one for signing in or up is led on.
 */
export function createFlowPages(handler: AuthHandler, options: FlowPagesOptions = {}): FlowPagesHandler {
  const { layout, locale } = options
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
    const { title, content } =
      page.outcome === 'shown'
        ? flowHtml(handler, page.data, locale)
        : { title: page.error.message, content: html`<h1>${page.error.message}</h1>` }
    const text = layout?.({ title, content: content.text }) ?? plainDocument(title, content, locale).text
    const headers = new Headers({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    if (layout === undefined) headers.set('content-security-policy', POLICY)
    const status = page.outcome === 'shown' ? 200 : page.status
    return personalResponse(new Response(request.method === 'HEAD' ? null : text, { status, headers }), all)
  }
}

const plainDocument = (title: string, content: Markup, locale: Locale | undefined): Markup =>
  html`<!doctype html><html lang="${locale?.tag ?? 'en'}"${locale?.dir && html` dir="${locale.dir}"`}><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="icon" href="data:,">${new Markup(`<style>${STYLE}</style>`)}<main>${content}</main></html>`

/** The only style that the policy allows. @internal */
export const STYLE =
  ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}main{box-sizing:border-box;margin:0 auto;max-width:24rem;padding:3rem 1rem}label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}input,button{margin:.25rem 0 1rem;padding:.5rem .75rem}form{margin:0}img{background:#fff;max-width:100%}code{overflow-wrap:anywhere}[role=alert]{color:light-dark(#b3261e,#ffb4ab)}'

/** @internal */
export const POLICY =
  "default-src 'none'; style-src 'sha256-qfJnL+8HH4epuv+CuVe8TPPRjuQ1lU+qspBoILr2ziQ='; img-src data:; base-uri 'none'; frame-ancestors 'none'"
