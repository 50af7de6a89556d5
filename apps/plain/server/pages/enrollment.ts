import type { ShownError } from '@latchkey/core/server'
import { html } from 'hono/html'
import { submit } from './forms.ts'
import type { Markup } from './layout.ts'

/** A factor that waits for its first code. */
export interface Enrollment {
  factorId: string
  challengeId: string
  secret: string
  uri: string
  /** Absent when the page is shown again after a wrong code. */
  qrCode?: string
}

/** Setting up an authenticator app. The secret is on this page only. */
export function enrollmentPage(
  { factorId, challengeId, secret, uri, qrCode }: Enrollment,
  error?: ShownError,
): Markup {
  const hidden = Object.entries({ factorId, challengeId, secret, uri })
  return html`<div class="site-narrow"><section class="sheet card">
<h1>Set up an authenticator app</h1>
<p>Scan this with the app, or type the secret in.</p>
${qrCode ? html`<img class="qr" src="${qrCode}" alt="QR code for your authenticator app">` : ''}
<p><code>${secret}</code></p>
<form class="form" method="post" action="/account/security/verify">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label>Six-digit code
<input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus${error ? html` aria-invalid="true" aria-describedby="code-error"` : ''}>
${error ? html`<span class="field-error" id="code-error">${error.message}</span>` : ''}
</label>
${submit('Confirm')}
</form>
<p class="links"><a href="/account/security">Cancel</a></p>
</section></div>`
}
