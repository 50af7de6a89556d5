import { describe, expect, it } from 'vitest'
import type { Browser } from './fixture.ts'
import { createFixture, createUser } from './fixture.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** The sign-in form on the page with remote functions, as a browser without JavaScript receives it. */
async function openForm(browser: Browser) {
  const html = await (await browser.get('/remote')).text()
  const [action = ''] = /\?\/remote=[^"]+\/signIn/.exec(html) ?? []
  const nameOf = (field: string) => new RegExp(`name="(${field}[^"]*)"`).exec(html)?.[1] ?? ''
  return { action, email: nameOf('email'), password: nameOf('_password') }
}

describe('the sign-in form as a remote function', () => {
  it('signs in with JavaScript off, and redirects to the next page', async () => {
    const fixture = await createFixture()
    const { email, password } = await createUser(fixture)
    const browser = fixture.browser()
    const form = await openForm(browser)
    const response = await browser.post(`/remote${form.action}`, {
      [form.email]: email,
      [form.password]: password,
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    expect(browser.jar.names()).toContain('__Host-lk-session')
    expect(await (await browser.get('/remote')).text()).toContain('<p>signed-in</p>')
  })

  it('shows the error and the email address, but never the password', async () => {
    const fixture = await createFixture()
    const { email } = await createUser(fixture)
    const browser = fixture.browser()
    const form = await openForm(browser)
    const fields = { [form.email]: email, [form.password]: 'not-the-password' }
    const html = await (await browser.post(`/remote${form.action}`, fields)).text()
    expect(html).toContain('do not match')
    expect(html).toContain(`value="${email}"`)
    expect(html).not.toContain('not-the-password')
    expect(browser.jar.names()).not.toContain('__Host-lk-session')
  })

  it('responds to a script in the same way', async () => {
    const fixture = await createFixture()
    const { email, password } = await createUser(fixture)
    const browser = fixture.browser()
    const form = await openForm(browser)
    const id = form.action.replace('?/remote=', '')
    const send = async (secret: string) => {
      const body = new URLSearchParams({ [form.email]: email, [form.password]: secret })
      const response = await browser.send('POST', `/_app/remote/${id}`, { headers: FORM, body })
      return JSON.stringify(await response.json())
    }
    expect(await send('not-the-password')).toContain('do not match')
    expect(await send(password)).toContain('redirect')
    expect(browser.jar.names()).toContain('__Host-lk-session')
  })
})

it('refuses a form that cannot be read with 400, not 500', async () => {
  const fixture = await createFixture()
  const browser = fixture.browser()
  const broken = { headers: { 'content-type': 'multipart/form-data' }, body: 'no boundary' }
  expect((await browser.send('POST', '/sign-in?/password', broken)).status).toBe(400)
})

it('renders the status of a signed-out visitor', async () => {
  const fixture = await createFixture()
  expect(await (await fixture.browser().get('/remote')).text()).toContain('<p>signed-out</p>')
})
