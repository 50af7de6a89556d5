import type { ShownError } from '@latchkey/core/server'
import { documentTitle } from '@latchkey/core/text'
import { DEMO_BRAND, DEMO_DESCRIPTION } from '@latchkey/demo/brand'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'

/** Escaped markup from `hono/html`. */
export type Markup = ReturnType<typeof html>

/** Header, navigation and footer around every page. `title` is the title of the page, without the name of the site. */
export function layout(visit: Visit, title: string, content: Markup): Markup {
  const { session, emulatorUrl } = visit
  const isSignedIn = session?.status === 'signed-in'
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${documentTitle(title, DEMO_BRAND.name)}</title>
<meta name="description" content="${DEMO_DESCRIPTION}">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f8f4ec">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131210">
<link rel="icon" href="${DEMO_BRAND.icon}">
<link rel="stylesheet" href="/site.css">
</head>
<body>
<header class="site-header">
<a class="site-name" href="/"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><circle cx="7.5" cy="12" r="4.5"/><path d="M12 12h9.5M18 12v4M21 12v2.5" stroke-linecap="round"/></svg>Latchkey</a>
<nav class="site-nav" aria-label="Main">
${emulatorUrl ? html`<a href="${emulatorUrl}/_emulator/">Inbox</a>` : ''}
${
  isSignedIn
    ? html`<a href="/account">Account</a>`
    : html`<a href="/sign-in">Sign in</a><a href="/sign-up">Create account</a>`
}
</nav>
</header>
${isSignedIn && session.impersonator ? html`<p class="note" role="status">${session.impersonator.email} is looking at this as ${session.user.email}${session.impersonator.reason ? `: ${session.impersonator.reason}` : ''}.</p>` : ''}
<main class="site-main">${content}</main>
<footer class="site-footer">${
    emulatorUrl
      ? `This site talks to the local server at ${emulatorUrl}. Nothing leaves this machine.`
      : 'This site talks to the real service.'
  }</footer>
</body>
</html>`
}

layout.notFound = (): Markup =>
  html`<div class="hero"><h1>Page not found</h1><p>The address may have a typing error. <a href="/">Back to the start</a></p></div>`

layout.failed = ({ code, message }: ShownError): Markup =>
  html`<div class="hero"><h1>That did not work</h1><p role="alert" data-lk-error="${code}">${message}</p></div>`
