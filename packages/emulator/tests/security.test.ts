import { afterAll, describe, expect, it } from 'vitest'
import { callerFor, organization, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

const MAGIC = 'urn:workos:oauth:grant-type:magic-auth:code'

describe('accounts', () => {
  it('A1 a wrong password and an unknown email address get the same response in the same time', async () => {
    // With the production cost, so that hashing dominates the time.
    const real = await start({ cost: 'production' })
    await verifiedUser(real, 'known@orchard.example')
    const attempt = async (email: string) => {
      const startedAt = performance.now()
      const { status, body } = await real.authenticate({
        grant_type: 'password',
        email,
        password: 'wrong wrong wrong',
      })
      return { status, body, ms: performance.now() - startedAt }
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    // The fastest attempt shows the time of the work itself; slower ones include other load on the machine.
    const ratio = () => Math.min(...times.known) / Math.min(...times.unknown)
    const differs = () => !(ratio() > 0.5 && ratio() < 2)
    for (let i = 0; i < 10 || (i < 50 && differs()); i++) {
      const known = await attempt('known@orchard.example')
      const unknown = await attempt('unknown@orchard.example')
      expect({ status: known.status, body: known.body }).toEqual({
        status: unknown.status,
        body: unknown.body,
      })
      expect(known.body.code).toBe('invalid_credentials')
      times.known.push(known.ms)
      times.unknown.push(unknown.ms)
    }
    expect(ratio()).toBeGreaterThan(0.5)
    expect(ratio()).toBeLessThan(2)
    await real.emulator.close()
  })

  it('A2 even the right code is refused after five guesses, and guessing in parallel allows no more', async () => {
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'guess@orchard.example' })
    const wrong = body.code === '000000' ? '000001' : '000000'
    const guess = (code: string) => authenticate({ grant_type: MAGIC, email: 'guess@orchard.example', code })
    const responses = await Promise.all(Array.from({ length: 20 }, () => guess(wrong)))
    const codes = responses.map((response) => response.body.code)
    expect(codes.filter((code) => code === 'invalid_one_time_code')).toHaveLength(5)
    expect(codes.filter((code) => code === 'one_time_code_too_many_attempts')).toHaveLength(15)
    expect((await guess(body.code)).body.code).toBe('one_time_code_too_many_attempts')
  })

  it('A3 a code works once, for ten minutes, until a newer code is created', async () => {
    const make = async () =>
      (await call('POST', '/user_management/magic_auth', { email: 'a3@orchard.example' })).body.code as string
    const redeem = (code: string) => authenticate({ grant_type: MAGIC, email: 'a3@orchard.example', code })
    const older = await make()
    const newer = await make()
    if (older !== newer) expect((await redeem(older)).body.code).toBe('invalid_one_time_code')
    const uses = await Promise.all([redeem(newer), redeem(newer), redeem(newer)])
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await redeem(newer)).body.code).toBe('one_time_code_previously_used')
    const late = await make()
    await environment.clock.advance({ minutes: 10 })
    expect((await redeem(late)).body.code).toBe('one_time_code_expired')
  })

  it('A3 a newer code takes precedence even if the clock was moved back in the meantime', async () => {
    const turned = callerFor(emulator, await emulator.createEnvironment())
    const make = async () =>
      (await turned.call('POST', '/user_management/magic_auth', { email: 'back@orchard.example' })).body
        .code as string
    await make()
    await turned.environment.clock.advance({ minutes: -5 })
    const code = await make()
    const { status } = await turned.authenticate({ grant_type: MAGIC, email: 'back@orchard.example', code })
    expect(status).toBe(200)
  })

  it('A4 the documented limits are enforced with Retry-After if they are on', async () => {
    const limited = await start({ limits: 'documented' })
    const send = () => limited.call('POST', '/user_management/magic_auth', { email: 'often@orchard.example' })
    for (let i = 0; i < 3; i++) expect((await send()).status).toBe(201)
    const refused = await send()
    expect(refused).toMatchObject({ status: 429, body: { error: 'too_many_requests' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await limited.environment.clock.advance({ minutes: 1 })
    expect((await send()).status).toBe(201)
    await limited.emulator.close()
  })

  it.each([
    'a@b@c.example',
    '"quoted"@b.example',
    'a,b@c.example',
    'a\u0007@b.example',
    '<a>@b.example',
    `${'x'.repeat(250)}@b.example`,
    'a@',
    '@b.example',
    'a b@c.example',
    '   ',
  ])('A5 the email address %j is refused', async (email) => {
    expect((await call('POST', '/user_management/users', { email })).status).toBe(422)
  })

  it('A5 an email address is recognized in every spelling', async () => {
    await verifiedUser(caller, 'spelling@orchard.example')
    for (const email of [
      'SPELLING@ORCHARD.EXAMPLE',
      '  spelling@orchard.example ',
      'ｓpelling@orchard.example',
    ]) {
      expect((await call('POST', '/user_management/users', { email })).body.errors[0].code).toBe(
        'email_not_available',
      )
    }
  })

  it('A6 a squatter has no access after the owner verifies the email address', async () => {
    await call('POST', '/user_management/users', {
      email: 'owner@orchard.example',
      password: 'the squatters password',
    })
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'owner@orchard.example' })
    expect(
      (await authenticate({ grant_type: MAGIC, email: 'owner@orchard.example', code: body.code })).status,
    ).toBe(200)
    const squatter = {
      grant_type: 'password',
      email: 'owner@orchard.example',
      password: 'the squatters password',
    }
    expect((await authenticate(squatter)).body.code).toBe('invalid_credentials')
  })

  it('A8 an invitation works once, for one email address', async () => {
    const organization_id = await organization(caller, 'Inviting')
    const { body } = await call('POST', '/user_management/invitations', {
      email: 'a8@orchard.example',
      organization_id,
    })
    await verifiedUser(caller, 'other@orchard.example')
    const stranger = await authenticate({
      grant_type: 'password',
      email: 'other@orchard.example',
      password: PASSWORD,
      invitation_token: body.token,
    })
    expect(stranger.body.error).toBe('invitation_cannot_be_used_for_email')
    expect((await call('GET', `/user_management/invitations/${body.id}`)).body.state).toBe('pending')
    await verifiedUser(caller, 'a8@orchard.example')
    const guest = () =>
      authenticate({
        grant_type: 'password',
        email: 'a8@orchard.example',
        password: PASSWORD,
        invitation_token: body.token,
      })
    const uses = await Promise.all([guest(), guest(), guest()])
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await guest()).body.error).toBe('invitation_invalid')
  })

  it('A8 only one of several parallel acceptances of an invitation succeeds', async () => {
    const organization_id = await organization(caller, 'Racing')
    await verifiedUser(caller, 'racing@orchard.example')
    const { body } = await call('POST', '/user_management/invitations', {
      email: 'racing@orchard.example',
      organization_id,
    })
    const accept = () => call('POST', `/user_management/invitations/${body.id}/accept`)
    const responses = await Promise.all([accept(), accept(), accept(), accept()])
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
  })

  it('A9 every sign-in method requires the second factor', async () => {
    const id = await verifiedUser(caller, 'a9@orchard.example')
    await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const password = await authenticate({
      grant_type: 'password',
      email: 'a9@orchard.example',
      password: PASSWORD,
    })
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'a9@orchard.example' })
    const magic = await authenticate({ grant_type: MAGIC, email: 'a9@orchard.example', code: body.code })
    for (const step of [password, magic]) {
      expect(step).toMatchObject({ status: 403, body: { code: 'mfa_challenge' } })
      expect(step.body).not.toHaveProperty('access_token')
      const skip = await authenticate({
        grant_type: 'urn:workos:oauth:grant-type:organization-selection',
        pending_authentication_token: step.body.pending_authentication_token,
        organization_id: 'org_any',
      })
      expect(skip.status).toBe(400)
    }
  })

  it('A9 choosing an organization does not skip the second factor', async () => {
    const id = await verifiedUser(caller, 'skip@orchard.example')
    const organization_id = await organization(caller, 'Skip', [id])
    await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const step = await authenticate({
      grant_type: 'password',
      email: 'skip@orchard.example',
      password: PASSWORD,
    })
    const { body } = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:organization-selection',
      pending_authentication_token: step.body.pending_authentication_token,
      organization_id,
    })
    expect(body.code).toBe('mfa_challenge')
  })

  it('A10 a password can be any Unicode text up to 128 characters, and is not truncated', async () => {
    const long = '🗝️ñ漢字'.repeat(21)
    await verifiedUser(caller, 'a10@orchard.example', { password: long })
    const attempt = (password: string) =>
      authenticate({ grant_type: 'password', email: 'a10@orchard.example', password })
    expect((await attempt(long)).status).toBe(200)
    expect((await attempt(long.slice(0, -1))).body.code).toBe('invalid_credentials')
    const { body } = await call('POST', '/user_management/users', {
      email: 'x@orchard.example',
      password: 'p'.repeat(129),
    })
    expect(body.errors[0].code).toBe('password_too_long')
  })

  it('A11 deleting a user revokes their refresh tokens', async () => {
    const id = await verifiedUser(caller, 'a11@orchard.example')
    const { refresh_token } = await signIn(caller, 'a11@orchard.example')
    await call('DELETE', `/user_management/users/${id}`)
    expect((await authenticate({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
  })
})

describe('the server', () => {
  it('E1 refuses live keys and hosts that are not loopback', async () => {
    const live = await call('GET', '/user_management/users', undefined, {
      authorization: 'Bearer sk_live_abc',
    })
    expect(live).toMatchObject({ status: 401, body: { message: expect.stringContaining('live keys') } })
    await expect(start({ port: 0, host: '0.0.0.0' })).rejects.toThrow(/loopback/)
  })

  it('E1 responds with 403 to a request on the socket with a foreign Host header', async () => {
    const { emulator: served } = await start({ port: 0 })
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${served.url}/health`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).end()
    })
    expect(status).toBe(403)
    expect((await fetch(`${served.url}/health`)).status).toBe(200)
    await served.close()
  })

  it('G3: responds to every request on the socket, also if its redirect has characters that no header can have', async () => {
    const { emulator: served } = await start({ port: 0 })
    const { apiKey } = served.default
    const get = (path: string) => fetch(served.url + path, { redirect: 'manual' })
    for (const [to, location] of [
      ['http://localhost/日本', 'http://localhost/%E6%97%A5%E6%9C%AC'],
      ['http://localhost/é?a=ü#ö', 'http://localhost/%C3%A9?a=%C3%BC#%C3%B6'],
      ['http://localhost/\ud800', 'http://localhost/%EF%BF%BD'],
    ] as const) {
      const query = new URLSearchParams({ session_id: 'session_x', return_to: to })
      const response = await get(`/user_management/sessions/logout?${query}`)
      expect([response.status, response.headers.get('location')]).toEqual([302, location])
    }
    const change = (path: string, method: string, body: object) =>
      fetch(`${served.url}/_emulator/${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    for (const logout_url of [
      'javascript:alert(1)',
      '/relative',
      'https://x.example/\r\nX: y',
      'data:text/html,x',
    ])
      expect((await change('settings', 'PUT', { logout_url })).status).toBe(422)
    for (const headers of [{ 'x y': '1' }, { x: 'a\nb' }, { x: '日' }])
      expect((await change('faults', 'POST', { respond: { status: 200, headers } })).status).toBe(422)
    expect((await get('/health')).status).toBe(200)
    await served.close()
  })

  it('G3: refuses a Host header that is not a host name', async () => {
    const { emulator: served } = await start({ port: 0 })
    const { request } = await import('node:http')
    const statusOf = (path: string, host: string) =>
      new Promise((resolve) => {
        request(served.url + path, { headers: { host } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        }).end()
      })
    for (const path of ['/openapi.json', '/_emulator/', '/health'])
      expect([path, await statusOf(path, '127.999.1.1')]).toEqual([path, 400])
    expect(await statusOf('/health', 'localhost:4100')).toBe(200)
    await served.close()
  })

  it('L7, E2 refuses a reused refresh token and revokes its family', async () => {
    const strict = callerFor(
      emulator,
      await emulator.createEnvironment({ seed: { settings: { refresh_reuse_window_seconds: 0 } } }),
    )
    await verifiedUser(strict, 'family@orchard.example')
    const { refresh_token } = await signIn(strict, 'family@orchard.example')
    const refresh = (token: string) =>
      strict.authenticate({ grant_type: 'refresh_token', refresh_token: token })
    const next = await refresh(refresh_token)
    const reused = await refresh(refresh_token)
    expect(reused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(reused.body.error_description).toContain('already exchanged')
    expect((await refresh(next.body.refresh_token)).body.error).toBe('invalid_grant')
  })

  it('L7, E2 returns the same pair again within the reuse window, and ends the session after it', async () => {
    const graceful = callerFor(
      emulator,
      await emulator.createEnvironment({ seed: { settings: { refresh_reuse_window_seconds: 10 } } }),
    )
    await verifiedUser(graceful, 'grace@orchard.example')
    const { refresh_token } = await signIn(graceful, 'grace@orchard.example')
    const refresh = (token: string) =>
      graceful.authenticate({ grant_type: 'refresh_token', refresh_token: token })
    const parallel = await Promise.all([1, 2, 3, 4].map(() => refresh(refresh_token)))
    expect(new Set(parallel.map(({ body }) => body.refresh_token)).size).toBe(1)
    await graceful.environment.clock.advance({ seconds: 11 })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(parallel[0]?.body.refresh_token)).body.error).toBe('invalid_grant')
  })

  it('INT-1: twelve parallel refreshes of a token get the same pair by default, and the session continues', async () => {
    await verifiedUser(caller, 'parallel@orchard.example')
    const { refresh_token } = await signIn(caller, 'parallel@orchard.example')
    const refresh = (token: string) => authenticate({ grant_type: 'refresh_token', refresh_token: token })
    const parallel = await Promise.all(Array.from({ length: 12 }, () => refresh(refresh_token)))
    expect(parallel.map(({ status }) => status)).toEqual(Array(12).fill(200))
    expect(new Set(parallel.map(({ body }) => body.refresh_token)).size).toBe(1)
    expect((await refresh(parallel[0]?.body.refresh_token)).status).toBe(200)
    await caller.environment.clock.advance({ seconds: 31 })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  it('E3 only one of several parallel requests to create a user with the same email address succeeds', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, () =>
        call('POST', '/user_management/users', { email: 'race@orchard.example', password: PASSWORD }),
      ),
    )
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(responses.filter(({ status }) => status === 400)).toHaveLength(19)
  })

  it('E3 only one of several parallel changes to the same email address or external id succeeds', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map((n) => verifiedUser(caller, `swap${n}@orchard.example`)))
    for (const change of [{ email: 'wanted@orchard.example' }, { external_id: 'wanted' }]) {
      const responses = await Promise.all(
        ids.map((id) => call('PUT', `/user_management/users/${id}`, change)),
      )
      expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(responses.filter(({ status }) => status === 400 || status === 409)).toHaveLength(3)
    }
  })

  it('INT-2: an empty idempotency key, header or query parameter counts as absent', async () => {
    const create = () => call('POST', '/organizations', { name: 'Same' }, { 'idempotency-key': '' })
    const [first, second] = [await create(), await create()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.id).not.toBe(first.body.id)
    expect((await call('GET', '/organizations?after=&before=&limit=&order=&search=&domains=')).status).toBe(
      200,
    )
    expect((await call('GET', '/user_management/users?email=&organization_id=')).status).toBe(200)
    await verifiedUser(caller, 'empty@orchard.example')
    const signedIn = await authenticate({
      grant_type: 'password',
      email: 'empty@orchard.example',
      password: PASSWORD,
      invitation_token: '',
    })
    expect(signedIn.status).toBe(200)
  })

  it('E3 an idempotency key returns the same response, even in parallel, and refuses another body', async () => {
    const create = (email: string) =>
      call('POST', '/user_management/users', { email }, { 'idempotency-key': 'key-1' })
    const [first, second] = await Promise.all([
      create('idem@orchard.example'),
      create('idem@orchard.example'),
    ])
    expect(first.body).toEqual(second.body)
    expect(await create('idem@orchard.example')).toMatchObject({ status: 201, body: first.body })
    expect((await create('else@orchard.example')).status).toBe(422)
    const other = callerFor(emulator, await emulator.createEnvironment())
    expect(
      (
        await other.call(
          'POST',
          '/user_management/users',
          { email: 'x@y.example' },
          { 'idempotency-key': 'key-1' },
        )
      ).status,
    ).toBe(201)
  })

  it('E6 stores injection strings unchanged', async () => {
    const first_name = `Robert'); drop table users;-- <script>\u2028"'\\`
    const id = await verifiedUser(caller, "o'brien+x@orchard.example", { first_name })
    expect((await call('GET', `/user_management/users/${id}`)).body.first_name).toBe(first_name)
  })

  it('keeps environments apart: users, keys and tokens', async () => {
    const other = callerFor(emulator, await emulator.createEnvironment())
    const id = await verifiedUser(caller, 'apart@orchard.example')
    expect((await other.call('GET', `/user_management/users/${id}`)).status).toBe(404)
    const { refresh_token } = await signIn(caller, 'apart@orchard.example')
    expect((await other.authenticate({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    const kids = async (at: typeof other) => (await at.environment.keys.jwks()).keys.map(({ kid }) => kid)
    expect(await kids(other)).not.toEqual(await kids(caller))
  })
})
