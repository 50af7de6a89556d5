import { decodeJwt } from 'jose'
import { afterAll, expect, it } from 'vitest'
import { type Browser, createBrowser } from './browser.ts'
import { PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

const CALLBACK = 'http://localhost:3000/callback'

function authorize(browser: Browser, parameters: Record<string, string> = {}): Promise<void> {
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    provider: 'authkit',
    ...parameters,
  })
  return browser.open(`${emulator.url}/user_management/authorize?${query}`)
}

async function exchange({ url }: Browser) {
  const { body } = await authenticate({
    grant_type: 'authorization_code',
    code: url.searchParams.get('code'),
  })
  return { body, claims: decodeJwt(body.access_token) }
}

/** Signs this user in with a new browser, and returns the browser and the session. */
async function signedIn(email: string) {
  await verifiedUser(caller, email)
  const browser = createBrowser(emulator)
  await authorize(browser)
  await browser.submit({ action: 'password', email, password: PASSWORD })
  return { browser, ...(await exchange(browser)) }
}

const isBack = ({ url }: Browser) => url.href.startsWith(CALLBACK)

it('INT-4: a signed-in browser skips the sign-in page, and the token contains the time of the sign-in', async () => {
  const { browser, claims } = await signedIn('again@orchard.example')
  await environment.clock.advance({ minutes: 1 })
  const shown: Array<Record<string, string>> = [
    {},
    { prompt: 'none' },
    { max_age: '3600' },
    { login_hint: 'AGAIN@orchard.example' },
  ]
  for (const parameters of shown) {
    await authorize(browser, parameters)
    expect(isBack(browser), JSON.stringify(parameters)).toBe(true)
    const second = await exchange(browser)
    expect(second.claims.sub).toBe(claims.sub)
    expect(second.claims.sid).not.toBe(claims.sid)
    expect(second.claims.auth_time).toBe(claims.auth_time)
  }
})

it('INT-4: the page is shown if the application requests it', async () => {
  const { browser } = await signedIn('asked@orchard.example')
  await environment.clock.advance({ minutes: 1 })
  const shown: Array<Record<string, string>> = [
    { prompt: 'login' },
    { prompt: 'select_account' },
    { max_age: '0' },
    { max_age: '59' },
    { login_hint: 'other@orchard.example' },
    { screen_hint: 'sign-up' },
  ]
  for (const parameters of shown) {
    await authorize(browser, parameters)
    expect(isBack(browser), JSON.stringify(parameters)).toBe(false)
  }
  await authorize(browser, { prompt: 'none', max_age: '59' })
  expect(browser.url.searchParams.get('error')).toBe('login_required')
  await authorize(browser, { max_age: 'soon' })
  expect([browser.status, browser.html]).toEqual([400, expect.stringContaining('max_age')])
})

it('INT-4: max_age requires a new sign-in', async () => {
  const { browser, claims } = await signedIn('stepup@orchard.example')
  await environment.clock.advance({ minutes: 1 })
  await authorize(browser, { max_age: '10' })
  await browser.submit({ action: 'password', email: 'stepup@orchard.example', password: PASSWORD })
  expect((await exchange(browser)).claims.auth_time).toBeGreaterThanOrEqual(Number(claims.auth_time) + 60)
})

it('L8, INT-4: the browser is forgotten when the session ends, the password changes or the user is deleted', async () => {
  const ends = {
    logout: ({ sid }: Ended) => call('GET', `/user_management/sessions/logout?session_id=${sid}`),
    revoke: ({ sid }: Ended) => call('POST', '/user_management/sessions/revoke', { session_id: sid }),
    reset: async ({ email }: Ended) => {
      const { body } = await call('POST', '/user_management/password_reset', { email })
      const token = body.password_reset_token
      await call('POST', '/user_management/password_reset/confirm', { token, new_password: `${PASSWORD} 2` })
    },
    delete: ({ sub }: Ended) => call('DELETE', `/user_management/users/${sub}`),
  }
  for (const [way, end] of Object.entries(ends)) {
    const email = `${way}@grove.example`
    const { browser, claims } = await signedIn(email)
    await end({ email, sid: String(claims.sid), sub: String(claims.sub) })
    await authorize(browser)
    expect(isBack(browser), way).toBe(false)
  }
})

interface Ended {
  email: string
  sid: string
  sub: string
}

it('L9, INT-4: another browser or a browser with a forged cookie must sign in', async () => {
  await signedIn('one@orchard.example')
  const other = createBrowser(emulator)
  await authorize(other)
  expect(other.html).toContain('<h1>Sign in</h1>')
  const path = `/user_management/authorize?client_id=${environment.clientId}&redirect_uri=${CALLBACK}&response_type=code&provider=authkit&prompt=none`
  const cookie = `latchkey_hosted_${environment.clientId}=guess`
  const { headers } = await call('GET', path, undefined, { cookie })
  expect(headers.get('location')).toContain('login_required')
})
