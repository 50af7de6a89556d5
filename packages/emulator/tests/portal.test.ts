import { afterAll, describe, expect, it } from 'vitest'
import { createBrowser } from './browser.ts'
import { organization, start } from './fixture.ts'

const caller = await start({ autoConsent: true })
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

const link = (organizationId: string, fields: object = {}) =>
  call('POST', '/portal/generate_link', { organization: organizationId, ...fields })

describe('the portal', () => {
  it('verifies a domain', async () => {
    const id = await organization(caller, 'Proves')
    const { body: domain } = await call('POST', '/organization_domains', {
      domain: 'proves.example',
      organization_id: id,
    })
    const browser = createBrowser(emulator)
    await browser.open((await link(id, { intent: 'domain_verification' })).body.link)
    const record = `${domain.verification_prefix}=${domain.verification_token}`
    expect(browser.html).toContain(record)
    await browser.submit({ domain: domain.id })
    expect(browser.html).toContain('failed')
    await call('PUT', '/_emulator/dns', { name: 'proves.example', txt: [record] })
    await browser.submit({ domain: domain.id })
    expect(browser.html).toContain('proves.example: verified')
  })

  it('L6: does not change a domain of another organization', async () => {
    const owner = await organization(caller, 'Owner')
    const { body: domain } = await call('POST', '/organization_domains', {
      domain: 'owner.example',
      organization_id: owner,
    })
    const browser = createBrowser(emulator)
    const intent = { intent: 'domain_verification' }
    await browser.open((await link(await organization(caller, 'Stranger'), intent)).body.link)
    await browser.submit({ domain: domain.id })
    expect((await call('GET', `/organization_domains/${domain.id}`)).body.state).toBe('pending')
  })

  it('adds a connection, and expires', async () => {
    const id = await organization(caller, 'Connects')
    const { body } = await link(id, { return_url: 'https://app.example/settings' })
    const browser = createBrowser(emulator)
    await browser.open(body.link)
    expect(browser.html).toContain('href="https://app.example/settings"')
    await browser.submit({ name: 'Okta' })
    expect((await call('GET', `/connections?organization_id=${id}`)).body.data).toMatchObject([
      { name: 'Okta' },
    ])
    await environment.clock.advance({ minutes: 5 })
    await browser.open(body.link)
    expect(browser.status).toBe(404)
  })

  it.each([
    [{ return_url: 'javascript:alert(1)' }, 422],
    [{ intent: 'everything' }, 422],
    [{ it_contact_emails: ['it@orchard.example'] }, 501],
    [{ organization: 'org_none' }, 404],
  ])('refuses to create a link for %j with %i', async (fields, status) => {
    expect((await link(await organization(caller, 'Refuses'), fields)).status).toBe(status)
  })
})

it('an SSO logout URL works once and ends the sessions that the identity provider started', async () => {
  await environment.seed({
    redirect_uris: [{ uri: 'https://app.example/callback', default: true }],
    organizations: [{ name: 'Cove' }],
    connections: [{ id: 'conn_cove', organization: 'Cove', profiles: [{ email: 'lee@cove.example' }] }],
  })
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: 'https://app.example/callback',
    response_type: 'code',
    connection: 'conn_cove',
  })
  const { headers } = await call('GET', `/sso/authorize?${query}`)
  const code = new URL(headers.get('location') ?? '').searchParams.get('code')
  const session = await authenticate({ grant_type: 'authorization_code', code })
  expect(session.status).toBe(200)
  const profile_id = session.body.user.id.replace('user_', 'prof_')
  const { body } = await call('POST', '/sso/logout/authorize', { profile_id })
  expect(body.logout_url).toContain(body.logout_token)
  const left = await emulator.fetch(body.logout_url, { redirect: 'manual' })
  expect([left.status, left.headers.get('location')]).toEqual([302, 'https://app.example'])
  const refreshed = await authenticate({
    grant_type: 'refresh_token',
    refresh_token: session.body.refresh_token,
  })
  expect(refreshed.body.error).toBe('invalid_grant')
  expect((await emulator.fetch(body.logout_url, { redirect: 'manual' })).status).toBe(404)
  expect((await call('POST', '/sso/logout/authorize', { profile_id: 'prof_none' })).status).toBe(404)
})

describe('a factor without a user', () => {
  it('by text message is challenged with a code that works once', async () => {
    const { status, body: factor } = await call('POST', '/auth/factors/enroll', {
      type: 'sms',
      phone_number: '+15005550006',
    })
    expect(status).toBe(201)
    expect(factor).toMatchObject({ type: 'sms', sms: { phone_number: '+15005550006' } })
    expect(factor).not.toHaveProperty('user_id')
    const path = `/auth/factors/${factor.id}`
    expect((await call('GET', path)).body.sms).toEqual(factor.sms)
    const { body } = await call('POST', `${path}/challenge`, { sms_template: 'Code: {{code}}.' })
    const message = await environment.inbox.waitFor({ to: '+15005550006', kind: 'sms' })
    expect(message.text).toBe(`Code: ${message.code}.`)
    const verify = (code?: string) => call('POST', `/auth/challenges/${body.id}/verify`, { code })
    const wrong = message.code === '000000' ? '000001' : '000000'
    expect((await verify(wrong)).body.valid).toBe(false)
    expect((await verify(message.code)).body.valid).toBe(true)
    expect((await verify(message.code)).body.valid).toBe(false)
  })

  it('for an authenticator app shows its secret once', async () => {
    const { body } = await call('POST', '/auth/factors/enroll', {
      type: 'totp',
      totp_issuer: 'Orchard',
      totp_user: 'ada',
    })
    expect(body.totp).toMatchObject({ issuer: 'Orchard', user: 'ada', secret: expect.any(String) })
    expect((await call('GET', `/auth/factors/${body.id}`)).body.totp).toEqual({
      issuer: 'Orchard',
      user: 'ada',
    })
  })

  it.each([
    [{ type: 'sms', phone_number: 'call me' }, 422],
    [{ type: 'totp', totp_user: 'ada' }, 422],
    [{ type: 'generic_otp' }, 501],
    [{ type: 'totp', totp_user: 'a', totp_issuer: 'b', user_id: 'user_none' }, 404],
  ])('is refused: %j with %i', async (body, status) => {
    expect((await call('POST', '/auth/factors/enroll', body)).status).toBe(status)
  })
})
