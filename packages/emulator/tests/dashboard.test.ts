import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createBrowser } from './browser.ts'
import { callerFor, emails, organization, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, emulator, environment } = caller
const browser = createBrowser(emulator)
afterAll(() => emulator.close())

const SECTIONS = [
  'inbox',
  'users',
  'organizations',
  'invitations',
  'sessions',
  'requests',
  'events',
  'webhooks',
  'clock',
  'faults',
  'snapshots',
  'settings',
  'environments',
]
const open = (section: string) => browser.open(`${emulator.url}/_emulator/ui/${section}`)

it('shows the code of an email on its first page, and the request that caused the email', async () => {
  const { body, headers } = await call('POST', '/user_management/magic_auth', {
    email: 'nadia@orchard.example',
  })
  await browser.open(`${emulator.url}/_emulator/`)
  expect(browser.status).toBe(200)
  expect(browser.html).toContain(body.code)
  expect(browser.html).toContain('POST /user_management/magic_auth')
  const id = headers.get('x-request-id')
  expect(browser.html).toContain(`open=${id}`)
  await open('requests')
  expect(browser.html).toContain(`id="${id}"`)
})

it('redirects browsers, but no other clients, from the root URL to the dashboard', async () => {
  const open = (accept: string, method = 'GET') =>
    emulator.fetch(`${emulator.url}/`, { method, headers: { accept }, redirect: 'manual' })
  const sent = await open('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/_emulator/'])
  for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.9', '']) {
    const response = await open(accept)
    expect([accept, response.status]).toEqual([accept, 501])
    expect(await response.json()).toMatchObject({ code: 'not_emulated' })
  }
  expect((await open('text/html', 'POST')).status).toBe(501)
})

it('shows every section, with hostile names as text', async () => {
  const id = await verifiedUser(caller, 'tomas@orchard.example', {
    first_name: '<img src=x onerror=alert(1)>',
  })
  const org = await organization(caller, '"><script>alert(1)</script>', [id])
  await call('POST', '/user_management/invitations', { email: 'guest@orchard.example', organization_id: org })
  for (const page of [...SECTIONS, `users?id=${id}`, `organizations?id=${org}`]) {
    await open(page)
    expect(browser.status).toBe(200)
    expect(browser.html).not.toMatch(/<script>alert|<img src=x/)
    // The only script is the page's own, which is the same on every page and allowed in its policy by hash.
    expect(browser.html.match(/<script/g)).toHaveLength(1)
    expect(browser.headers.get('content-security-policy')).toContain("script-src 'sha256-")
  }
  await open('constructor')
  expect(browser.status).toBe(404)
})

describe('users', () => {
  it('are added, edited in every field, and signed out', async () => {
    await open('users')
    await browser.submit({ action: 'create', email: 'made@orchard.example', verified: 'on' })
    const id = browser.url.searchParams.get('id') ?? ''
    const user = async () => (await call('GET', `/user_management/users/${id}`)).body
    expect(await user()).toMatchObject({ email: 'made@orchard.example', email_verified: true })
    await browser.submit({
      action: 'save',
      id,
      email: 'other@orchard.example',
      first_name: 'Ada',
      last_name: 'Made',
      name: 'Ada M.',
      external_id: 'ext-1',
      locale: 'pt-BR',
      metadata: '{"plan":"gold"}',
      password: PASSWORD,
      verified: 'on',
    })
    expect(await user()).toMatchObject({
      email: 'other@orchard.example',
      email_verified: true,
      first_name: 'Ada',
      last_name: 'Made',
      name: 'Ada M.',
      external_id: 'ext-1',
      locale: 'pt-BR',
      metadata: { plan: 'gold' },
    })
    const session = await signIn(caller, 'other@orchard.example')
    await browser.submit({ action: 'end-sessions', id })
    const { body } = await authenticate({ grant_type: 'refresh_token', refresh_token: session.refresh_token })
    expect(body.error).toBe('invalid_grant')
    await browser.submit({ action: 'save', id, email: 'other@orchard.example', metadata: '{"a":"b"}' })
    expect(await user()).toMatchObject({ email_verified: false, first_name: null, metadata: { a: 'b' } })
    await open('users')
    await browser.submit({ action: 'create', email: 'other@orchard.example' })
    expect(browser.html).toContain('This email is not available.')
  })

  it('show the code of their authenticator app', async () => {
    const id = await verifiedUser(caller, 'totp@orchard.example')
    await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    await environment.clock.freeze()
    await open(`users?id=${id}`)
    expect(browser.html).toContain(await environment.totp(id))
    expect(browser.html).toContain('not confirmed')
    await environment.clock.resume()
  })

  it('can be signed in as', async () => {
    const id = await verifiedUser(caller, 'as@orchard.example')
    await open('users')
    await browser.submit({ action: 'impersonate', id })
    expect(browser.html).toContain('offers to continue as as@orchard.example')
    const query = 'provider=authkit&response_type=code&redirect_uri=http://localhost:3000/cb'
    await browser.open(`${emulator.url}/user_management/authorize?client_id=${environment.clientId}&${query}`)
    expect(browser.html).toContain('Continue as as@orchard.example')
  })
})

describe('organizations', () => {
  let id = ''
  beforeAll(async () => {
    await open('organizations')
    await browser.submit({ action: 'create', name: 'Brook', domains: 'brook.example', mfa_required: 'on' })
    id = browser.url.searchParams.get('id') ?? ''
  })

  it('are created with domains and a policy', async () => {
    const { body } = await call('GET', `/organizations/${id}`)
    expect(body).toMatchObject({ name: 'Brook', domains: [{ domain: 'brook.example' }] })
  })

  it('add members, change their roles, and remove them', async () => {
    const user = await verifiedUser(caller, 'member@brook.example')
    await browser.submit({ action: 'join', id, email: 'member@brook.example', role: 'member' })
    const list = async () =>
      (await call('GET', `/user_management/organization_memberships?user_id=${user}`)).body.data
    const [membership] = await list()
    await browser.submit({ action: 'set-role', id, membership: membership.id, role: 'admin' })
    expect((await list())[0].role.slug).toBe('admin')
    await browser.submit({ action: 'leave', id, membership: membership.id })
    expect(await list()).toEqual([])
  })

  it('send invitations', async () => {
    await open('invitations')
    await browser.submit({
      action: 'create',
      email: 'new@brook.example',
      organization: id,
      role: 'admin',
      days: '3',
    })
    const email = await environment.inbox.waitFor({ to: 'new@brook.example', kind: 'invitation' })
    const { body } = await call('GET', `/user_management/invitations/by_token/${email.token}`)
    expect(body).toMatchObject({ organization_id: id, role_slug: 'admin' })
    await browser.submit({ action: 'revoke', id: body.id })
    expect((await call('GET', `/user_management/invitations/${body.id}`)).body.state).toBe('revoked')
  })
})

it('reports which rule refused a request', async () => {
  await authenticate({ grant_type: 'password', email: 'nobody@orchard.example', password: 'not the one' })
  // If another node handled the request, its record is written after the response.
  await vi.waitFor(
    async () => {
      await open('requests?refused=1')
      expect(browser.html).toContain('invalid_credentials')
    },
    { timeout: 10_000 },
  )
  expect(browser.html).toContain('No user has this email address.')
  const har = await emulator.fetch(`${emulator.url}/_emulator/ui/requests.har`)
  const { log } = (await har.json()) as { log: { version: string; entries: unknown[] } }
  expect(log.version).toBe('1.2')
  expect(log.entries.length).toBeGreaterThan(0)
})

it('moves the clock, adds faults, saves snapshots and changes settings', async () => {
  const shown = async () => Date.parse((await call('GET', '/_emulator/clock')).body.now)
  const before = await shown()
  await open('clock')
  await browser.submit({ action: 'advance', seconds: '600' })
  expect((await shown()) - before).toBeGreaterThanOrEqual(600_000)
  await browser.submit({ action: 'now' })
  expect(await shown()).toBeLessThan(before + 600_000)

  await open('faults')
  await browser.submit({
    action: 'add',
    kind: '503',
    path: '/user_management/users',
    method: 'GET',
    times: '1',
  })
  expect((await call('GET', '/user_management/users')).status).toBe(503)
  expect((await call('GET', '/user_management/users')).status).toBe(200)
  await open('faults')
  await browser.submit({ action: 'clear' })

  await open('snapshots')
  await browser.submit({ action: 'save', name: 'before' })
  await verifiedUser(caller, 'later@orchard.example')
  await browser.submit({ action: 'restore', name: 'before' })
  expect((await call('GET', '/user_management/users?email=later@orchard.example')).body.data).toEqual([])

  await open('settings')
  await browser.submit({ action: 'save-json', settings: '{"team_name":"Orchard","mfa":"sometimes"}' })
  expect(browser.html).toContain('mfa')
  await browser.submit({ action: 'save-json', settings: '{"team_name":"Orchard"}' })
  expect(environment.settings.get().team_name).toBe('Orchard')
})

it('switches between environments by name, and shows the emails of all environments in one inbox', async () => {
  const own = await start()
  const visitor = createBrowser(own.emulator)
  const made = []
  for (const name of ['react', 'sveltekit', 'plain']) {
    const { body } = await own.call('POST', '/_emulator/environments', { name })
    made.push(body)
    await own.call(
      'POST',
      '/user_management/magic_auth',
      { email: `${name}@orchard.example` },
      { authorization: `Bearer ${body.api_key}` },
    )
  }
  await visitor.open(`${own.emulator.url}/_emulator/`)
  for (const { name } of made) {
    expect(visitor.html).toContain(`<span class="badge calm">${name}</span>`)
    expect(visitor.html).toContain(`<span class="soft">${name}@orchard.example</span>`)
  }
  await visitor.open(`${own.emulator.url}/_emulator/ui/users?client=${made[1]?.client_id}`)
  expect(visitor.html).toContain('sveltekit@orchard.example')
  expect(visitor.html).not.toContain('react@orchard.example')
  await own.emulator.close()
})

it('returns the same environment for the same name', async () => {
  const own = await start()
  const ask = () =>
    own.call('POST', '/_emulator/environments', { name: 'react', seed: { roles: [{ slug: 'x' }] } })
  const [first, second] = [await ask(), await ask()]
  expect([first.status, second.status]).toEqual([201, 200])
  expect(second.body).toEqual(first.body)
  const { body } = await own.call('GET', '/_emulator/environments')
  expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['default', 'react'])
  await own.emulator.close()
})

it('E1 changes nothing on a GET request or a form submitted from another site', async () => {
  const fresh = callerFor(emulator, environment)
  await fresh.call('POST', '/user_management/magic_auth', { email: 'stays@orchard.example' })
  await open('inbox?action=clear')
  expect((await emails(caller)).length).toBeGreaterThan(0)
  const response = await emulator.fetch(`${emulator.url}/_emulator/ui/inbox`, {
    method: 'POST',
    body: 'action=clear',
    headers: { origin: 'http://localhost:3000' },
  })
  expect(response.status).toBe(403)
  expect((await emails(caller)).length).toBeGreaterThan(0)
})
