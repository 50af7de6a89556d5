import { afterAll, describe, expect, it, vi } from 'vitest'
import { callerFor, emails, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

it('requires the key of the environment', async () => {
  for (const path of ['emails', 'clock', 'faults', 'requests', 'events', 'settings', 'snapshots']) {
    const { status } = await call('GET', `/_emulator/${path}`, undefined, { authorization: '' })
    expect(status).toBe(401)
  }
})

describe('emails', () => {
  it('can be awaited, filtered and cleared', async () => {
    const waiting = call('GET', '/_emulator/emails?to=soon@orchard.example&kind=magic_auth&wait=5')
    await call('POST', '/user_management/magic_auth', { email: 'soon@orchard.example' })
    const { body } = await waiting
    expect(body.data).toHaveLength(1)
    expect(body.data[0]).toMatchObject({ kind: 'magic_auth', code: expect.stringMatching(/^\d{6}$/) })
    expect((await call('GET', '/_emulator/emails?kind=invitation')).body.data).toEqual([])
    expect((await call('DELETE', '/_emulator/emails')).status).toBe(204)
    expect(await emails(caller)).toEqual([])
  })
})

describe('clock', () => {
  it('can be set, frozen and resumed, and determines the times in tokens', async () => {
    await verifiedUser(caller, 'clock@orchard.example')
    const set = await call('PUT', '/_emulator/clock', { now: '2030-01-01T00:00:00.000Z', frozen: true })
    expect(set.body).toEqual({ now: '2030-01-01T00:00:00.000Z', frozen: true })
    const { access_token } = await signIn(caller, 'clock@orchard.example')
    const { iat } = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
    expect(iat * 1000).toBe(Date.parse('2030-01-01T00:00:00.000Z'))
    const moved = await call('PUT', '/_emulator/clock', { advance_seconds: 90, frozen: false })
    expect(moved.body.frozen).toBe(false)
    expect(moved.body.now).toMatch(/^2030-01-01T00:01:3/)
    expect((await call('PUT', '/_emulator/clock', { now: 'soon' })).status).toBe(422)
  })
})

describe('faults', () => {
  it('return the response of a rule as many times as the rule specifies', async () => {
    await call('POST', '/_emulator/faults', {
      path: '/user_management/users',
      times: 1,
      after: 1,
      respond: { status: 503, body: { message: 'down' } },
    })
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await call('GET', '/user_management/users')).status)
    expect(statuses).toEqual([200, 503, 200])
    expect((await call('GET', '/_emulator/faults')).body.data[0].strikes).toBe(1)
    await call('DELETE', '/_emulator/faults')
  })

  it('truncate, replace and drop responses', async () => {
    const applyFault = async (rule: object) => {
      await environment.faults.add({ path: '/user_management/users', times: 1, ...rule }).stored
      return emulator.fetch(`${emulator.url}/user_management/users`, {
        headers: { authorization: `Bearer ${environment.apiKey}` },
      })
    }
    expect((await applyFault({ malform: 'html' })).headers.get('content-type')).toContain('text/html')
    expect(await (await applyFault({ malform: 'empty' })).text()).toBe('')
    await expect((await applyFault({ malform: 'truncate' })).json()).rejects.toThrow()
    await expect(applyFault({ connection: 'reset' })).rejects.toThrow('fetch failed')
    await environment.faults.clear()
  })

  it('apply to requests that name their environment in the body, and to no other environment', async () => {
    const other = callerFor(emulator, await emulator.createEnvironment())
    await environment.faults.add({ path: '/user_management/authenticate', respond: { status: 503 } }).stored
    const fields = { grant_type: 'refresh_token', refresh_token: 'x', client_secret: undefined }
    const send = ({ environment: { clientId } }: typeof other) =>
      call('POST', '/user_management/authenticate', { ...fields, client_id: clientId }, { authorization: '' })
    expect((await send(caller)).status).toBe(503)
    expect((await send(other)).status).toBe(400)
    await environment.faults.clear()
  })

  it('abort a hanging request when the caller aborts it', async () => {
    await environment.faults.add({ connection: 'hang', times: 1 }).stored
    const signal = AbortSignal.timeout(20)
    const headers = { authorization: `Bearer ${environment.apiKey}` }
    await expect(emulator.fetch(`${emulator.url}/organizations`, { headers, signal })).rejects.toThrow(
      /timeout/i,
    )
    await environment.faults.clear()
  })
})

describe('records', () => {
  it('contain requests without their secrets, and events without codes', async () => {
    await authenticate({
      grant_type: 'password',
      email: 'nobody@orchard.example',
      password: 'a secret password',
    })
    // If another node handled the request, its record is written after the response.
    const body = await vi.waitFor(
      async () => {
        const log = await call('GET', '/_emulator/requests')
        expect(log.body.data.at(-1)).toMatchObject({
          path: '/user_management/authenticate',
          status: 400,
          code: 'invalid_credentials',
        })
        return log.body
      },
      { timeout: 10_000 },
    )
    expect(JSON.stringify(body)).not.toContain('a secret password')
    const made = await call('POST', '/user_management/magic_auth', { email: 'events@orchard.example' })
    const events = await call('GET', '/_emulator/events?event=magic_auth.created')
    expect(JSON.stringify(events.body)).not.toContain(`"${made.body.code}"`)
    const paged = await call('GET', '/events?events=magic_auth.created&limit=1')
    expect(paged.body.data[0]).toMatchObject({ object: 'event', event: 'magic_auth.created' })
  })
})

describe('the history of an invitation', () => {
  it('contains the pending membership and then the active membership', async () => {
    const own = callerFor(emulator, await emulator.createEnvironment())
    const { body: organization } = await own.call('POST', '/organizations', { name: 'Orchard' })
    await verifiedUser(own, 'guest@orchard.example')
    const { body } = await own.call('POST', '/user_management/invitations', {
      email: 'guest@orchard.example',
      organization_id: organization.id,
    })
    await own.call('POST', `/user_management/invitations/${body.id}/accept`)
    const events = (await own.environment.events.list()).map(({ event }) => event)
    expect(events).toEqual([
      'organization.created',
      'user.created',
      'organization_membership.created',
      'invitation.created',
      'invitation.accepted',
      'organization_membership.updated',
    ])
  })

  it('reports every kind of failed attempt', async () => {
    const own = callerFor(emulator, await emulator.createEnvironment())
    await verifiedUser(own, 'fails@orchard.example')
    await own.authenticate({
      grant_type: 'password',
      email: 'fails@orchard.example',
      password: 'wrong wrong wrong',
    })
    await own.call('POST', '/user_management/magic_auth', { email: 'fails@orchard.example' })
    const grant_type = 'urn:workos:oauth:grant-type:magic-auth:code'
    await own.authenticate({ grant_type, email: 'fails@orchard.example', code: 'wrong' })
    const failed = (await own.environment.events.list()).filter(({ event }) => event.endsWith('_failed'))
    expect(
      failed.map(({ event, data }) => [event, data.email, (data.error as { code: string }).code]),
    ).toEqual([
      ['authentication.password_failed', 'fails@orchard.example', 'invalid_credentials'],
      ['authentication.magic_auth_failed', 'fails@orchard.example', 'invalid_one_time_code'],
    ])
  })
})

describe('environments', () => {
  it('can be created with a seed, and report the path of an error in a seed', async () => {
    const made = await call('POST', '/_emulator/environments', {
      seed: { users: [{ email: 'other@orchard.example' }] },
    })
    expect(made.status).toBe(201)
    const { status } = await call('GET', '/user_management/users?email=other@orchard.example', undefined, {
      authorization: `Bearer ${made.body.api_key}`,
    })
    expect(status).toBe(200)
    const users = Array.from({ length: 12 }, (_, n) => ({
      email: `user${n}@orchard.example`,
      firstName: 'Nadia',
    }))
    const { body } = await call('POST', '/_emulator/seed', { users })
    expect(body.message).toMatch(/^users\.0\.firstName: unknown field\. .* such as first_name\.\n/)
    expect(body.message).toMatch(/\nand 2 more$/)
    const wrong = await call('POST', '/_emulator/seed', {
      users: [{ email: 'ok@orchard.example' }, { email: 'no' }],
    })
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: 'invalid_seed', message: expect.stringContaining('users.1.email') },
    })
  })

  it('can be restored from a snapshot and reset', async () => {
    const own = callerFor(emulator, await emulator.createEnvironment())
    await verifiedUser(own, 'kept@orchard.example')
    await own.environment.settings.update({ team_name: 'PersistedValue' })
    await own.call('POST', '/_emulator/snapshots', { name: 'before' })
    await verifiedUser(own, 'dropped@orchard.example')
    await own.environment.settings.update({ team_name: 'Changed' })
    const restored = await own.call('POST', '/_emulator/snapshots', { name: 'before', restore: true })
    expect(restored.body).toEqual({ name: 'before' })
    expect((await own.call('GET', '/user_management/users')).body.data).toHaveLength(1)
    expect(own.environment.settings.get().team_name).toBe('PersistedValue')
    await signIn(own, 'kept@orchard.example')
    await own.call('POST', '/_emulator/reset')
    expect((await own.call('GET', '/user_management/users')).body.data).toEqual([])
    expect(own.environment.settings.get().team_name).toBe('Latchkey')
  })

  it('can rotate their keys, and keep publishing earlier keys unless those are dropped', async () => {
    const kids = async () =>
      (await call('GET', `/sso/jwks/${environment.clientId}`)).body.keys.map(
        ({ kid }: { kid: string }) => kid,
      )
    const [first] = await kids()
    await call('POST', '/_emulator/keys/rotate')
    expect(await kids()).toHaveLength(2)
    expect(await kids()).toContain(first)
    await call('POST', '/_emulator/keys/rotate', { drop_old: true })
    expect(await kids()).toHaveLength(1)
  })

  it('add the claims of the JWT template to tokens', async () => {
    const own = callerFor(emulator, await emulator.createEnvironment())
    expect((await own.call('GET', '/user_management/jwt_template')).status).toBe(404)
    const bad = await own.call('PUT', '/user_management/jwt_template', { content: '{"sub": "me"}' })
    expect(bad.status).toBe(422)
    const content = `{"contact": {{ user.email }}, "hello": "Hi {{ user.first_name || 'friend' }}!"}`
    expect((await own.call('PUT', '/user_management/jwt_template', { content })).body.content).toBe(content)
    await verifiedUser(own, 'claims@orchard.example')
    const { access_token } = await signIn(own, 'claims@orchard.example')
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ contact: 'claims@orchard.example', hello: 'Hi friend!' })
  })
})

it('are described by the control API', async () => {
  const { body } = await call('GET', '/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.paths).length).toBeGreaterThan(40)
  expect(body.paths['/user_management/users/{id}'].get.operationId).toBe('getUser')
})

it('users can sign in with imported hashes of every type', async () => {
  const { createHash, pbkdf2Sync, scryptSync } = await import('node:crypto')
  const { hash: argon2 } = await import('@node-rs/argon2')
  const { hash: bcrypt } = await import('@node-rs/bcrypt')
  const salt = Buffer.from('0123456789abcdef')
  const b64 = (bytes: Buffer) => bytes.toString('base64')
  const salted = (algorithm: string) =>
    b64(Buffer.concat([createHash(algorithm).update(PASSWORD).update(salt).digest(), salt]))
  const hashes = {
    argon2: await argon2(PASSWORD, { memoryCost: 256, timeCost: 1 }),
    bcrypt: await bcrypt(PASSWORD, { cost: 4 }),
    ssha: `{SSHA}${salted('sha1')}`,
    ssha256: `{SSHA256}${salted('sha256')}`,
    scrypt: `$scrypt$ln=10,r=8,p=1$${b64(salt)}$${b64(scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 }))}`,
    pbkdf2: `$pbkdf2-sha256$i=1000,l=32$${b64(salt)}$${b64(pbkdf2Sync(PASSWORD, salt, 1000, 32, 'sha256'))}`,
  }
  for (const [password_hash_type, password_hash] of Object.entries(hashes)) {
    const email = `${password_hash_type}@orchard.example`
    const made = await call('POST', '/user_management/users', {
      email,
      email_verified: true,
      password_hash,
      password_hash_type,
    })
    expect({ password_hash_type, status: made.status }).toEqual({ password_hash_type, status: 201 })
    await signIn(caller, email)
    const wrong = await authenticate({ grant_type: 'password', email, password: 'not the password' })
    expect(wrong.body.code).toBe('invalid_credentials')
  }
})

it('a user can sign in with the firebase-scrypt hash that Firebase publishes as an example', async () => {
  // https://github.com/firebase/scrypt, "Password hashing": parameters of the project, then one account.
  const signerKey = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
  const [separator, salt] = ['Bw==', '42xEC+ixf3L2lw==']
  const hash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=='
  const email = 'firebase@orchard.example'
  const made = await call('POST', '/user_management/users', {
    email,
    email_verified: true,
    password_hash_type: 'firebase-scrypt',
    password_hash: `$firescrypt$ln=14,r=8,p=1$${salt}$${hash}$ss=${separator}$sk=${signerKey}`,
  })
  expect(made.status).toBe(201)
  const attempt = (password: string) => authenticate({ grant_type: 'password', email, password })
  expect((await attempt('user2password')).body.code).toBe('invalid_credentials')
  expect((await attempt('user1password')).status).toBe(200)
})
