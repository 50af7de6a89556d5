import type { ShownError } from '@latchkey/core/server'
import { html } from 'hono/html'
import { a, field, part, send, t } from './forms.ts'
import type { Markup } from './layout.ts'

/** A factor that is waiting for its first code. */
export interface Enrollment {
  factorId: string
  challengeId: string
  secret: string
  uri: string
  /** Absent when the page is shown again after a wrong code. */
  qrCode?: string
}

/** The key for an authenticator app, as a QR code and as text. */
const enrollKey = ({ qrCode, secret, uri }: Enrollment): Markup =>
  html`<div${part('enroll')}>
${qrCode ? html`<img${part('qr')} src="${qrCode}" alt="${t('qrCode')}" width="160" height="160">` : ''}
<p${part('text')}><a${part('link')} href="${uri}">${t('secret')}</a><code${part('secret')}>${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
</div>`

/** The page that sets up an authenticator app. The secret is shown only on this page. */
export function enrollmentPage(enrollment: Enrollment, error?: ShownError): Markup {
  const { factorId, challengeId, secret, uri } = enrollment
  const hidden = Object.entries({ factorId, challengeId, secret, uri })
  const code = { part: 'otp', autocomplete: 'one-time-code', inputmode: 'numeric', error }
  return html`<div class="site-narrow"><section${part('card')} data-lk>
<div${part('step')}>
<div${part('header')}><h1${part('title')}>${t('enrollTitle')}</h1><p${part('text')}>${t('enrollText')}</p></div>
${enrollKey(enrollment)}
<form${part('stack')} method="post" action="/account/security/verify">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${field('code', t('code'), code)}
${send(a('confirm'))}
</form>
<p${part('text')}><a${part('link')} href="/account/security">${a('cancel')}</a></p>
</div></section></div>`
}
