import type { SessionPayload } from '@latchkey/core'
import { pageUrl } from '@latchkey/core'
import type { AuthHandler, PendingCookies } from '@latchkey/core/server'
import {
  allCookies,
  loadAccountPage,
  loadDevicePage,
  loadFlowPage,
  personalResponse,
  readForm,
  sessionPayload,
  takeAccountAction,
} from '@latchkey/core/server'
import { FLOW_PAGES } from '@latchkey/demo/flows'
import { type Context, Hono } from 'hono'
import { accountPage, accountReads, accountTitle } from './pages/account.ts'
import { devicePage } from './pages/device.ts'
import { type Enrollment, enrollmentPage } from './pages/enrollment.ts'
import { flowPage } from './pages/flow.ts'
import { errorText, t } from './pages/forms.ts'
import { homePage } from './pages/home.ts'
import { layout, type Markup } from './pages/layout.ts'

/** The options of {@link createSite}. */
export interface SiteOptions {
  handler: AuthHandler
  clock: { now(): number }
  emulatorUrl: string | undefined
  styles: string
}

/** The data about the current request that pages use. */
export interface Visit {
  path: string
  query: URLSearchParams
  session: SessionPayload | undefined
  emulatorUrl: string | undefined
}

/** The variables that the middleware sets for a page. */
interface Pages {
  Variables: {
    visit: Visit
    /** The cookies from the page's calls to the handler. They are added to every response. */
    cookies: PendingCookies[]
  }
}

/** Creates the whole site. Forms post to the handler, which responds with the next page. */
export function createSite({ handler, clock, emulatorUrl, styles }: SiteOptions): Hono<Pages> {
  const app = new Hono<Pages>()

  function show(c: Context<Pages>, title: string, content: Markup, status = 200) {
    c.header('content-security-policy', CONTENT_SECURITY_POLICY)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
    return c.html(layout(c.var.visit, title, content), status as 200)
  }

  const toSignIn = (c: Context<Pages>) => c.redirect(pageUrl('/sign-in', c.var.visit.path), 303)

  app.all('/auth/*', (c) => handler.handle(c.req.raw))
  app.get('/site.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  if (emulatorUrl) app.get('/clock', (c) => c.json({ now: clock.now() }))

  app.use(async (c, next) => {
    const resolved = await handler.resolve(c.req.raw)
    const { pathname: path, searchParams: query } = new URL(c.req.url)
    c.set('visit', { path, query, session: sessionPayload(resolved.auth, clock.now()), emulatorUrl })
    c.set('cookies', [resolved.cookies])
    await next()
    c.res = personalResponse(c.res, await allCookies(c.var.cookies)())
  })

  app.get('/', (c) => show(c, 'Plain HTML', homePage(c.var.visit)))

  for (const [path, kind] of Object.entries(FLOW_PAGES)) {
    app.get(path, async (c) => {
      const result = await loadFlowPage(handler, c.req.raw, kind)
      c.var.cookies.push(result.cookies)
      if (result.outcome === 'shown') {
        const { title, content } = flowPage(handler, result.data, c.var.visit)
        return show(c, title, content)
      }
      if (result.outcome === 'failed') return show(c, FAILED, layout.failed(result.error), result.status)
      return c.redirect(result.location, 303)
    })
  }

  app.get('/device', async (c) => {
    const { data, cookies } = await loadDevicePage(handler, c.req.raw)
    c.var.cookies.push(cookies)
    return show(c, 'Sign in from another device', devicePage(data))
  })
  app.get('/account/:tab?', async (c) => {
    const { visit, cookies } = c.var
    const { session } = visit
    if (session === undefined) return show(c, FAILED, layout.failed(UNAVAILABLE), 503)
    if (session.status !== 'signed-in') return toSignIn(c)
    const result = await loadAccountPage(handler, c.req.raw, accountReads(visit.path), WHOLE_LISTS)
    cookies.push(result.cookies)
    if (result.outcome === 'signed-out') return toSignIn(c)
    if (result.outcome === 'failed') return show(c, FAILED, layout.failed(result.error), result.status)
    return show(c, accountTitle(visit.path), accountPage(visit, session, result.data))
  })
  app.post('/account/security/enroll', async (c) => {
    const result = await takeAccountAction(handler, c.req.raw, 'enroll-factor', {})
    c.var.cookies.push(result.cookies)
    if (result.outcome === 'refused')
      return c.redirect(`/account/security?error=${result.data.error.code}`, 303)
    const enrollment = result.outcome === 'shown' ? result.data.enrollment : undefined
    return enrollment
      ? show(c, t('enrollTitle'), enrollmentPage(enrollment))
      : c.redirect('/account/security', 303)
  })
  app.post('/account/security/verify', async (c) => {
    const form = (await readForm(c.req.raw)) ?? {}
    const result = await takeAccountAction(handler, c.req.raw, 'verify-factor', form)
    c.var.cookies.push(result.cookies)
    if (result.outcome === 'refused')
      return show(
        c,
        t('enrollTitle'),
        enrollmentPage(form as unknown as Enrollment, result.data.error),
        result.status,
      )
    return c.redirect(`/account/security${result.outcome === 'shown' ? '?done=1' : ''}`, 303)
  })

  app.notFound((c) => show(c, 'Not found', layout.notFound(), 404))
  return app
}

const WHOLE_LISTS = new URLSearchParams({ limit: '100' })
const FAILED = 'That did not work'
const UNAVAILABLE = { code: 'service_unavailable', message: errorText('service_unavailable') } as const

// Allows only our own style sheet and images, and no scripts.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'none'"
