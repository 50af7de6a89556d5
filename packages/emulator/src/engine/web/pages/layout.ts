import { createHash } from 'node:crypto'
import { type Html, html } from '../../base/html.ts'
import { headerUrl } from '../http/header-url.ts'
import { favicon } from './mark.ts'
import { STYLES } from './styles.ts'

/**
 * Allows no external resources, only our own frames, and only the named script. `form-action` is not restricted: a form here
 * ends in a redirect to the application, and browsers apply that directive to every redirect.
 */
function policy({ styles, script, frames = false, images = false }: Policy): string {
  const rules = [
    "default-src 'none'",
    `style-src ${styles.map((text) => `'${hashOf(text)}'`).join(' ')}`,
    `img-src data:${images ? ' https: http:' : ''}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  if (frames) rules.push("frame-src 'self'")
  if (script !== undefined) rules.push(`script-src '${hashOf(script)}'`, "connect-src 'self'")
  return rules.join('; ')
}

interface Policy {
  styles: string[]
  script?: string | undefined
  frames?: boolean | undefined
  images?: boolean | undefined
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

export interface PageOptions {
  title: string
  status?: number
  /** Style sheets in addition to the one of all pages: for wide pages, or for a brand. */
  styles?: string[]
  /** Enhances the page, which also works without it. */
  script?: string
  /** Whether the page shows other pages of this server in frames. */
  frames?: boolean
  /** Whether images from other servers are allowed, for a brand's logo. */
  images?: boolean
  /** The CSS color of the icon in the browser tab. */
  markColor?: string
  bodyClass?: string
}

export function page(options: PageOptions, content: Html): Response {
  const { title, status = 200, script, bodyClass = 'narrow' } = options
  const styles = [STYLES, ...(options.styles ?? [])]
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${favicon(options.markColor)}">
${styles.map((text) => html`<style>${{ markup: text }}</style>`)}
</head>
<body class="${bodyClass}">
${content}
${script !== undefined && html`<script>${{ markup: script }}</script>`}
</body>
</html>
`
  return new Response(document.markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy({ ...options, styles }),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  })
}

/** The response to a form: the browser loads the result with GET, so reloading never posts twice. */
export function seeOther(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: headerUrl(location), 'Cache-Control': 'no-store' },
  })
}
