import type { FlowAction, FlowInput, FlowKind, StepName } from '@latchkey/core'
import { FLOW_ACTIONS, FLOW_ERROR_MESSAGES } from '@latchkey/core'
import type { SiteDriver } from '@latchkey/core/testing'
import { expect, type Locator, type Page, type Request } from '@playwright/test'

const PAGES: Record<FlowKind, string> = {
  'sign-in': '/sign-in',
  'sign-up': '/sign-up',
  'reset-password': '/forgot-password',
  invitation: '/invite',
}
const FLOW_PATHS = new Set([...Object.values(PAGES), '/reset-password'])

/** A {@link SiteDriver} that uses the pages of a site as a user would. */
export function pageDriver(page: Page, origin: string): SiteDriver {
  const cards = page.locator('[data-lk-part="card"][data-lk-state], [data-lk-step]')
  const api = async <T>(path: string): Promise<T> =>
    (await (
      await page.request.get(`${origin}/auth${path}`, { headers: { accept: 'application/json' } })
    ).json()) as T

  /** Finds the button that sends an action: a button that names the action, or the submit button of its own form. */
  function button(action: FlowAction): Locator {
    const { path } = FLOW_ACTIONS[action]
    const named = page.locator(`button[formaction$="${path}"], button[data-lk-action="${action}"]`)
    const own = page.locator(`form[action$="${path}"], form[data-lk-action="${action}"]`)
    return named.or(own.locator('button[type="submit"]:not([formaction])')).first()
  }

  /** Runs an action that sends a POST request, and waits until the page shows the result. */
  async function posting(doing: () => Promise<void>, fallback?: () => Promise<void>) {
    let posted: Request | undefined
    const watch = (request: Request) => {
      if (request.method() === 'POST') posted = request
    }
    page.on('request', watch)
    const responded = page.waitForResponse((response) => response.request().method() === 'POST')
    await doing()
    // With JavaScript, a complete code submits itself. A round trip to the page shows whether it did.
    if (fallback) {
      await page.title()
      if (posted === undefined) await fallback()
    }
    await responded
    page.off('request', watch)
    await page.waitForLoadState('load')
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    await expect.poll(isSettled).toBe(true)
  }

  /** Whether the page shows a step that the user can act on, or has left the flow. */
  async function isSettled() {
    if (!FLOW_PATHS.has(new URL(page.url()).pathname)) return true
    const name = await stepName()
    return name !== undefined && name !== null && name !== 'complete'
  }

  /** Reads the step without waiting. While the page navigates, there is no step. */
  const stepName = () =>
    cards
      .evaluateAll(([card]) => card?.getAttribute('data-lk-step') ?? card?.getAttribute('data-lk-state'))
      .catch(() => undefined)

  /**
   * Uses the API's own page. With a password, the user signs in there; without one, a support member continues as the user.
   */
  async function hostedSignIn(email: string, password?: string) {
    const wayOn = cards.locator('a[href*="provider=authkit"]').first()
    if (password !== undefined) {
      await wayOn.click()
      await page.waitForURL((url) => url.origin !== origin)
      const form = page.locator('form').filter({ has: page.locator('input[name="password"]') })
      await expect(form.locator('input[name="email"]')).toHaveValue(email)
      await form.locator('input[name="password"]').fill(password)
      await form.getByRole('button', { name: 'Sign in', exact: true }).click()
    } else {
      // Follows a link in the app, because opening the URL directly would show the sign-in page first.
      await page.goto(`${origin}/`)
      await page.locator('a[href="/auth/authorize?provider=authkit"]').first().click()
      await page.getByRole('button', { name: /impersonated by/i }).click()
    }
    await page.waitForURL((url) => url.origin === origin)
  }

  /** Opens an account page. Without JavaScript, waits until the browser is redirected. */
  async function openAccount(path = '') {
    await page.goto(`${origin}/account${path}`)
    const isSentOn = (await page.locator('meta[http-equiv="refresh"]').count()) > 0
    if (isSentOn) await page.waitForURL((url) => url.search !== '')
  }

  async function fill(form: Locator, input: FlowInput) {
    for (const [name, value] of Object.entries(input)) {
      const field = form.locator(`[name="${name}"]:not([type="hidden"])`).first()
      if (value === undefined || (await field.count()) === 0 || !(await field.isEditable())) continue
      await field.fill(value)
    }
  }

  return {
    async open(kind, { token, returnTo } = {}) {
      const path = kind === 'reset-password' && token ? '/reset-password' : PAGES[kind]
      const url = new URL(path, origin)
      if (token) url.searchParams.set(kind === 'invitation' ? 'invitation_token' : 'token', token)
      if (returnTo) url.searchParams.set('returnTo', returnTo)
      await page.goto(url.href)
      await cards.first().waitFor()
    },
    async act(action, input = {}) {
      if (action === 'organization') {
        const choice = page.locator(`[name="organizationId"][value="${input.organizationId}"]`).first()
        const isButton = (await choice.getAttribute('type')) === 'submit'
        if (!isButton) await choice.check()
        const submit = choice.locator('xpath=ancestor::form').locator('button[type="submit"]').first()
        return posting(() => (isButton ? choice : submit).click())
      }
      const submit = button(action)
      const form = submit.locator('xpath=ancestor::form')
      const isCode = input.code !== undefined
      // Another email can be requested only after a delay, so the page's clock is moved forward.
      if ((await submit.getAttribute('aria-disabled')) === 'true') await page.clock.fastForward(61_000)
      if (!isCode) await fill(form, input)
      return isCode
        ? posting(
            () => fill(form, input),
            () => submit.click(),
          )
        : posting(() => submit.click())
    },
    async authorize(selector, email, password) {
      if (selector !== 'offered' && selector.provider === 'authkit') return hostedSignIn(email, password)
      const target = selector === 'offered' ? 'connection=' : `provider=${selector.provider}`
      await page.locator(`a[href*="${target}"]`).first().click()
      await page.waitForURL((url) => url.origin !== origin)
      const field = page.locator('input[name="email"]').last()
      await field.fill(email)
      await field.locator('xpath=ancestor::form').locator('button').first().click()
      await page.waitForURL((url) => url.origin === origin)
    },
    async step() {
      const { pathname } = new URL(page.url())
      if (!FLOW_PATHS.has(pathname)) return 'complete'
      return ((await stepName()) ?? 'start') as StepName
    },
    async errorCode() {
      const text = (await page.locator('main').textContent()) ?? ''
      return Object.entries(FLOW_ERROR_MESSAGES).find(([, message]) => text.includes(message))?.[0]
    },
    async signedInAs() {
      const session = await api<{ status: string; user?: { email: string } }>('/session')
      return session.status === 'signed-in' ? session.user?.email : undefined
    },
    async signInFromDevice(approve) {
      await page.goto(`${origin}/device`)
      await posting(() => page.locator('form[action$="/auth/device"] button[type="submit"]').click())
      const userCode = (await page.locator('[data-lk-user-code]').textContent()) ?? ''
      const uri = (await page.locator('a[data-lk-verification]').getAttribute('href')) ?? ''
      await approve(userCode.trim(), uri)
      await posting(() => page.locator('form[action$="/auth/device/poll"] button[type="submit"]').click())
    },
    async impersonatedBy() {
      const session = await api<{ impersonator?: { email: string } | null }>('/session')
      return session.impersonator?.email
    },
    async currentOrganization() {
      const { data } = await api<{ data: { name: string; current: boolean }[] }>('/organizations')
      return data.find(({ current }) => current)?.name
    },
    async switchOrganization(name) {
      await openAccount('/organizations')
      const menu = page.locator('main details:not([open]) > summary').first()
      if ((await menu.count()) > 0) await menu.click()
      await posting(() => page.locator('main').getByRole('button', { name }).click())
    },
    async enrollTotp(code) {
      await openAccount('/security')
      const begin = page.getByRole('button', { name: /(set up|add).*authenticator/i }).first()
      await begin.click()
      const field = page.locator('input[autocomplete="one-time-code"]').first()
      await field.waitFor()
      const value = await code()
      const submit = field.locator('xpath=ancestor::form').locator('button[type="submit"]').first()
      await posting(
        () => field.fill(value),
        () => submit.click(),
      )
    },
    async revokeOtherSessions() {
      await openAccount('/security')
      // Some sites ask for confirmation first.
      const question = page.locator('main summary').filter({ hasText: /other/i }).first()
      const others = page.getByRole('button', { name: /other/i }).first()
      await question.or(others).first().waitFor()
      if (await question.isVisible()) await question.click()
      const responded = page.waitForResponse((response) =>
        ['POST', 'DELETE'].includes(response.request().method()),
      )
      await others.click()
      await responded
    },
    async signOut() {
      await openAccount()
      await page
        .getByRole('button', { name: /sign out/i })
        .last()
        .click()
      await page.waitForURL((url) => !url.pathname.startsWith('/account'))
    },
  }
}
