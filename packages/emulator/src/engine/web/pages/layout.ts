import { createHash } from 'node:crypto'
import { type Html, html } from '../../base/html.ts'
import { STYLES } from './styles.ts'

/**
 * No foreign resource, no frame, no script but the named one. `form-action` is left open: a form here ends
 * in a redirect to the application, and browsers apply that directive to every hop.
 */
function policy(script: string | undefined): string {
  const rules = [
    "default-src 'none'",
    `style-src '${hashOf(STYLES)}'`,
    'img-src data:',
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  if (script !== undefined) rules.push(`script-src '${hashOf(script)}'`, "connect-src 'self'")
  return rules.join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

export interface PageOptions {
  title: string
  status?: number
  /** Wide pages hold tables. */
  wide?: boolean
  /** Makes the page livelier; it works without. */
  script?: string
}

export function page({ title, status = 200, wide = false, script }: PageOptions, content: Html): Response {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: STYLES }}</style>
</head>
<body class="${wide ? 'wide' : 'narrow'}">
${content}
${script !== undefined && html`<script>${{ markup: script }}</script>`}
</body>
</html>
`
  return new Response(document.markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy(script),
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
