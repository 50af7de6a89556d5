import { readFile } from 'node:fs/promises'
import { serveStatic } from '@hono/node-server/serve-static'
import { pageUrl } from '@latchkey/core'
import { createAuthHandler, createClient, loadDevicePage } from '@latchkey/core/server'
import { DEMO_BRAND, DEMO_DESCRIPTION } from '@latchkey/demo/brand'
import { FLOW_PAGES } from '@latchkey/demo/flows'
import { followClock } from '@latchkey/demo/follow-clock'
import { organizationIn } from '@latchkey/demo/organization-path'
import { pageTitle } from '@latchkey/demo/page-title'
import {
  accountPage,
  adminRoutes,
  createWebhookInbox,
  handlerOptions,
  WITHOUT_SCRIPT,
} from '@latchkey/demo/server'
import type { SiteConfig } from '@latchkey/demo/site-config'
import { getInitialAuth, getInitialFlow } from '@latchkey/react/server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { SiteData } from '../src/site-data.ts'
import { type PageCookies, sendCookies } from './page-cookies.ts'

/** Renders a page to HTML, with the server build or with Vite during development. */
export type Render = (data: SiteData) => Promise<string>

/** The files of the client build that a page needs. */
export interface Assets {
  script: string
  styles: readonly string[]
  /** Additional markup for the head, which Vite adds during development. */
  head?: string
}

/** The site's settings. Default for the policy: the one in this file. */
export interface SiteOptions extends SiteConfig {
  contentSecurityPolicy?: string
}

/** A site. Wait for `settled` before the process exits. */
export interface Site {
  fetch: Hono<PageCookies>['fetch']
  settled(): Promise<void>
}

/** Creates the whole site: the auth handler, the admin API, the static files and the rendered pages. */
export function createSite(
  config: SiteOptions,
  render: () => Promise<Render>,
  assets: () => Promise<Assets>,
): Site {
  const clock = config.emulatorUrl ? followClock(process.env) : { now: Date.now }
  const handler = createAuthHandler({ client: createClient(), clock, ...handlerOptions(config) })
  const webhooks = createWebhookInbox(clock)
  const policy = 'contentSecurityPolicy' in config ? config.contentSecurityPolicy : CONTENT_SECURITY_POLICY
  const app = new Hono<PageCookies>()

  app.all('/auth/*', (c) => handler.handle(c.req.raw))
  app.route('/api/admin', adminRoutes(handler, config.adminOrganizationId, webhooks))
  app.route('/webhooks', webhooks.routes)
  if (config.emulatorUrl) app.get('/clock', (c) => c.json({ now: clock.now() }))
  app.use('/assets/*', compress(), serveStatic({ root: 'dist/client' }))

  app.on(['GET', 'POST'], '*', sendCookies, async (c) => {
    const { cookies } = c.var
    const request = c.req.raw
    const { pathname, search, searchParams } = new URL(request.url)
    const organizationId = organizationIn(pathname)
    const auth = await getInitialAuth(handler, request, { organizationId })
    const signedIn = auth.value?.status === 'signed-in'
    const isPrivate = /^\/(account|admin|o)(\/|$)/.test(pathname)
    cookies.push(auth.cookies)
    c.header('cache-control', 'private, no-store')
    if (isPrivate && auth.value !== undefined && !signedIn) {
      return c.redirect(pageUrl('/sign-in', pathname + search), 303)
    }
    const isPlain = signedIn && pathname.startsWith('/account') && searchParams.has(WITHOUT_SCRIPT)
    if (request.method === 'POST' && !isPlain) return c.notFound()
    const account = isPlain ? await accountPage(handler, request) : undefined
    if (account) cookies.push(...account.cookies)
    if (account && 'location' in account) return c.redirect(account.location, 303)
    const kind = FLOW_PAGES[pathname]
    const flow = kind && (await getInitialFlow(handler, request, kind))
    if (flow) cookies.push(flow.cookies)
    const { body: offer } = await handler.call(request, 'GET /config')
    const device = pathname === '/device' ? await loadDevicePage(handler, request) : undefined
    if (device) cookies.push(device.cookies)
    const data: SiteData = {
      path: pathname,
      query: Object.fromEntries(searchParams),
      auth: auth.value ?? null,
      flow: flow?.value ?? null,
      config: offer as SiteData['config'],
      account: account?.view ?? null,
      device: device?.data.device ?? null,
      emulatorUrl: config.emulatorUrl ?? null,
      adminOrganizationId: config.adminOrganizationId,
    }
    const html = await (await render())(data)
    if (policy !== undefined) c.header('content-security-policy', policy)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
    const status = isKnown(pathname) ? (account?.status ?? 200) : 404
    return c.html(page(html, data, await assets()), status as 200)
  })
  return { fetch: app.fetch, settled: handler.settled }
}

// Allows only our own resources, and data URLs for QR codes. `form-action` is not set, because forms can redirect to a
// provider's page.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

const isKnown = (path: string) =>
  path === '/' ||
  path === '/device' ||
  path === '/theme' ||
  path in FLOW_PAGES ||
  organizationIn(path) !== undefined ||
  path.startsWith('/account') ||
  path.startsWith('/admin')

function page(html: string, data: SiteData, { script, styles, head = '' }: Assets): string {
  const links = styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('')
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(pageTitle(data.path, data.flow, 'Latchkey · React demo'))}</title>
<meta name="description" content="${DEMO_DESCRIPTION}">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f8f4ec">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131210">
<link rel="icon" href="${DEMO_BRAND.icon}">
${links}${head}${isAccount(data) ? PLAIN_ACCOUNT : ''}
</head>
<body>
<div id="root">${html}</div>
<script type="application/json" id="page-data">${json}</script>
<script type="module" src="${script}"></script>
</body>
</html>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const isAccount = ({ path, account }: SiteData) => path.startsWith('/account') && account === null

/** The account components load their data with JavaScript. Browsers without JavaScript get the same data in plain forms. */
const PLAIN_ACCOUNT = `<noscript><meta http-equiv="refresh" content="0;url=?${WITHOUT_SCRIPT}"></noscript>`

/** The client build's file names, from its manifest. */
export async function builtAssets(): Promise<Assets> {
  const manifest = JSON.parse(await readFile('dist/client/.vite/manifest.json', 'utf8'))
  const entry = manifest['src/entry-client.tsx'] as { file: string; css?: string[] }
  return { script: `/${entry.file}`, styles: (entry.css ?? []).map((file) => `/${file}`) }
}
