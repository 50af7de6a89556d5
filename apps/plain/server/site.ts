import type { SessionPayload } from '@latchkey/core'
import { pageUrl } from '@latchkey/core'
import type { AuthHandler } from '@latchkey/core/server'
import {
  loadDevicePage,
  loadFlowPage,
  readForm,
  serializeCookie,
  sessionPayload,
  takeAccountAction,
} from '@latchkey/core/server'
import { FLOW_PAGES } from '@latchkey/demo/flows'
import { type Context, Hono } from 'hono'
import { accountPage } from './pages/account.ts'
import { devicePage } from './pages/device.ts'
import { type Enrollment, enrollmentPage } from './pages/enrollment.ts'
import { flowPage } from './pages/flow.ts'
import { homePage } from './pages/home.ts'
import { layout, type Markup } from './pages/layout.ts'

/** What the site is made of. */
export interface SiteOptions {
  handler: AuthHandler
  clock: { now(): number }
  emulatorUrl: string | undefined
  styles: string
}

/** What a page knows of the visit. */
export interface Visit {
  path: string
  query: URLSearchParams
  session: SessionPayload | undefined
  emulatorUrl: string | undefined
}

/** The whole site: forms post to the handler, which answers with the page to show next. */
export function createSite({ handler, clock, emulatorUrl, styles }: SiteOptions): Hono {
  const app = new Hono()

  async function visit(c: Context): Promise<Visit> {
    const { auth, cookies } = await handler.resolve(c.req.raw)
    for (const cookie of cookies) c.header('set-cookie', serializeCookie(cookie), { append: true })
    const { pathname, searchParams } = new URL(c.req.url)
    return { path: pathname, query: searchParams, session: sessionPayload(auth, clock.now()), emulatorUrl }
  }

  function show(c: Context, one: Visit, content: Markup, status = 200) {
    c.header('cache-control', 'private, no-store')
    c.header('content-security-policy', CONTENT_SECURITY_POLICY)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
    return c.html(layout(one, content), status as 200)
  }

  app.all('/auth/*', (c) => handler.handle(c.req.raw))
  app.get('/site.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  if (emulatorUrl) app.get('/clock', (c) => c.json({ now: clock.now() }))
  app.get('/', async (c) => {
    const one = await visit(c)
    return show(c, one, homePage(one))
  })

  for (const [path, kind] of Object.entries(FLOW_PAGES)) {
    app.get(path, async (c) => {
      const one = await visit(c)
      const answer = await loadFlowPage(handler, c.req.raw, kind)
      if (answer.outcome === 'shown') return show(c, one, flowPage(answer.data, one))
      if (answer.outcome === 'failed') return show(c, one, layout.failed(answer.error), answer.status)
      return c.redirect(answer.location, 303)
    })
  }

  app.get('/device', async (c) => {
    const one = await visit(c)
    const { data } = await loadDevicePage(handler, c.req.raw)
    return show(c, one, devicePage(data))
  })
  app.get('/account/:tab?', async (c) => {
    const one = await visit(c)
    if (one.session?.status !== 'signed-in') return c.redirect(pageUrl('/sign-in', one.path), 303)
    return show(c, one, await accountPage(one, handler, c.req.raw))
  })
  app.post('/account/security/enroll', async (c) => {
    const one = await visit(c)
    const answer = await takeAccountAction(handler, c.req.raw, 'enroll-factor', {})
    if (answer.outcome === 'refused')
      return c.redirect(`/account/security?error=${answer.data.error.code}`, 303)
    const enrollment = answer.outcome === 'shown' ? answer.data.enrollment : undefined
    return enrollment ? show(c, one, enrollmentPage(enrollment)) : c.redirect('/account/security', 303)
  })
  app.post('/account/security/verify', async (c) => {
    const one = await visit(c)
    const form = (await readForm(c.req.raw)) ?? {}
    const answer = await takeAccountAction(handler, c.req.raw, 'verify-factor', form)
    if (answer.outcome === 'refused')
      return show(c, one, enrollmentPage(form as unknown as Enrollment, answer.data.error))
    return c.redirect(`/account/security${answer.outcome === 'shown' ? '?done=1' : ''}`, 303)
  })

  app.notFound(async (c) => {
    const one = await visit(c)
    return show(c, one, layout.notFound(), 404)
  })
  return app
}

// Nothing but our own style sheet and pictures; not a line of script.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'none'"
