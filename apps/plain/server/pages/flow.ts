import type { AuthHandler, FlowData } from '@latchkey/core/server'
import { flowHtml } from '@latchkey/core/server'
import { DEMO_BRAND } from '@latchkey/demo/brand'
import { html, raw } from 'hono/html'
import type { Visit } from '../site.ts'
import type { Markup } from './layout.ts'

/** The page for one step of any flow, with plain forms. */
export function flowPage(
  handler: AuthHandler,
  flow: FlowData,
  { emulatorUrl }: Visit,
): { title: string; content: Markup } {
  const { title, content } = flowHtml(handler, flow, { brand: DEMO_BRAND })
  const inbox = emulatorUrl
    ? html`<p class="note">Emails of this site arrive in the <a href="${emulatorUrl}/_emulator/" target="_blank" rel="noreferrer">local inbox</a>.</p>`
    : ''
  return { title, content: html`<div class="site-narrow">${raw(content)}${inbox}</div>` }
}
