import { createHash } from 'node:crypto'
import { type Html, html } from './html.ts'
import { STYLES } from './styles.ts'

const STYLE_HASH = createHash('sha256').update(STYLES).digest('base64')

/**
 * No script, no foreign resource, no frame. `form-action` is left open: a form here ends in a redirect to
 * the application, and browsers apply that directive to every hop.
 */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  'img-src data:',
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

export interface PageOptions {
  title: string
  status?: number
  /** Wide pages hold tables. */
  wide?: boolean
  /** Reload after so many seconds. */
  refreshSeconds?: number
}

export function page(
  { title, status = 200, wide = false, refreshSeconds }: PageOptions,
  content: Html,
): Response {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<style>${{ markup: STYLES }}</style>
</head>
<body class="${wide ? 'wide' : 'narrow'}">
${content}
</body>
</html>
`
  return new Response(document.markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  })
}

/** After a form: the browser asks for the result with GET, so reloading never posts twice. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}
