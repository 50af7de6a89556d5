import type { DevicePayload } from '@latchkey/core'
import type { DeviceData } from '@latchkey/core/server'
import { html } from 'hono/html'
import { submit } from './forms.ts'
import type { Markup } from './layout.ts'

/** Signs this browser in after its code is approved on another device. */
export function devicePage({ device, isWaiting }: DeviceData): Markup {
  return html`<div class="site-narrow"><section class="sheet device">
<h1>Sign in from another device</h1>
${device ? shown(device, isWaiting) : begin()}
</section></div>`
}

const begin = (): Markup => html`<form method="post" action="/auth/device">
<p>For a television, a terminal or a borrowed computer: no password is typed here.</p>
<input type="hidden" name="returnTo" value="/account">${submit('Show a code')}</form>`

const shown = (
  { flow, userCode, verificationUri, verificationUriComplete }: DevicePayload,
  isWaiting: boolean,
): Markup => html`
<p>Open <a href="${verificationUri}">${verificationUri}</a> on a device where you can type, and enter this code:</p>
<p class="user-code" data-lk-user-code>${userCode}</p>
<p><a data-lk-verification href="${verificationUriComplete ?? verificationUri}" target="_blank" rel="noreferrer">Open it here, in another tab</a></p>
${isWaiting ? html`<p class="note" role="status">Nobody has approved it yet.</p>` : ''}
<form method="post" action="/auth/device/poll"><input type="hidden" name="flow" value="${flow}">${submit('I have approved it')}</form>`
