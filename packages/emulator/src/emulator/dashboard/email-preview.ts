import type { Message } from '../inbox/inbox.ts'

/** An email can run no scripts, submit no forms and navigate no pages. Its links open outside the frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: https: http:',
  "frame-ancestors 'self'",
  "form-action 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

/** An email as its own page, for the frame that shows it. */
export function emailPreview({ html }: Message): Response {
  const base = '<base target="_blank">'
  const document = html.includes('<head>') ? html.replace('<head>', `<head>${base}`) : base + html
  return new Response(document, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
