import { decodeJwt } from 'jose'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Emulator } from '../src/index.ts'
import {
  type Caller,
  callerFor,
  openNodes,
  organization,
  PASSWORD,
  signIn,
  spread,
  start,
  verifiedUser,
} from './fixture.ts'
import { receiveWebhooks } from './webhook-receiver.ts'

const PENDING = 'urn:workos:oauth:grant-type:'

const nodes = await openNodes(2)
const emulator = spread(nodes)
const caller = callerFor(emulator, emulator.default)
afterAll(() => emulator.close())

/** Calls the same environment, but only on one node. */
function at(index: number, environment = caller.environment): Caller {
  return callerFor(nodes[index] as Emulator, environment)
}

async function mailed(to: string, kind: string) {
  const { body } = await caller.call('GET', `/_emulator/emails?to=${to}&kind=${kind}&wait=5`)
  return body.data.at(-1)
}

describe('flows across two nodes', () => {
  it('verify an email address, then sign in', async () => {
    const email = 'verify@orchard.example'
    await caller.call('POST', '/user_management/users', { email, password: PASSWORD })
    const step = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD })
    expect(step.body.code).toBe('email_verification_required')
    const { code } = await mailed(email, 'email_verification')
    const session = await caller.authenticate({
      grant_type: `${PENDING}email-verification:code`,
      code,
      pending_authentication_token: step.body.pending_authentication_token,
    })
    expect(session.status).toBe(200)
  })

  it('sign in with a code, enroll and use an authenticator app, and choose an organization', async () => {
    const email = 'all@orchard.example'
    const id = await verifiedUser(caller, email)
    const orchard = await organization(caller, 'Orchard', [id])
    await organization(caller, 'Brook', [id])
    await caller.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const { body: magic } = await caller.call('POST', '/user_management/magic_auth', { email })
    const second = await caller.authenticate({
      grant_type: `${PENDING}magic-auth:code`,
      code: magic.code,
      email,
    })
    expect(second.body.code).toBe('mfa_challenge')
    const factor = second.body.authentication_factors[0].id
    const { body: challenge } = await caller.call('POST', `/auth/factors/${factor}/challenge`)
    const { body: totp } = await caller.call('GET', `/_emulator/totp?user_id=${id}`)
    const third = await caller.authenticate({
      grant_type: `${PENDING}mfa-totp`,
      code: totp.code,
      pending_authentication_token: second.body.pending_authentication_token,
      authentication_challenge_id: challenge.id,
    })
    expect(third.body.code).toBe('organization_selection_required')
    const session = await caller.authenticate({
      grant_type: `${PENDING}organization-selection`,
      pending_authentication_token: third.body.pending_authentication_token,
      organization_id: orchard,
    })
    expect(session.body).toMatchObject({ organization_id: orchard })
  })

  it('reset a password, which ends the sessions of both nodes', async () => {
    const email = 'reset@orchard.example'
    await verifiedUser(caller, email)
    const { refresh_token } = await signIn(caller, email)
    await caller.call('POST', '/user_management/password_reset', { email })
    const { token } = await mailed(email, 'password_reset')
    const done = await caller.call('POST', '/user_management/password_reset/confirm', {
      token,
      new_password: 'another long password',
    })
    expect(done.status).toBe(200)
    const refreshed = await caller.authenticate({ grant_type: 'refresh_token', refresh_token })
    expect(refreshed.body.error).toBe('invalid_grant')
  })

  it('refresh once, even if several nodes receive the token at the same moment', async () => {
    await caller.call('PUT', '/_emulator/settings', { refresh_reuse_window_seconds: 0 })
    await verifiedUser(caller, 'race@orchard.example')
    const { refresh_token } = await signIn(caller, 'race@orchard.example')
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => caller.authenticate({ grant_type: 'refresh_token', refresh_token })),
    )
    expect(responses.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  })

  it('create one user per email address, and return the same response for the same idempotency key', async () => {
    const create = (email: string, key: string) =>
      caller.call('POST', '/user_management/users', { email }, { 'idempotency-key': key })
    const rivals = await Promise.all(
      Array.from({ length: 10 }, (_, n) => create('one@orchard.example', `rival ${n}`)),
    )
    expect(rivals.filter(({ status }) => status === 201)).toHaveLength(1)
    const repeated = await Promise.all(
      Array.from({ length: 10 }, () => create('same@orchard.example', 'same')),
    )
    expect(new Set(repeated.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  })
})

describe('documented limits across two nodes', () => {
  it('allow a thousand of 1,500 parallel reads, and a thousand more ten seconds later', async () => {
    const { call, environment, emulator } = await start({ limits: 'documented' })
    await environment.clock.freeze()
    const statuses = () =>
      Promise.all(
        Array.from(
          { length: 1500 },
          async () => (await call('GET', '/user_management/users/user_none')).status,
        ),
      )
    const served = async () => (await statuses()).filter((status) => status === 404).length
    expect(await served()).toBe(1000)
    await environment.clock.advance({ seconds: 10 })
    expect(await served()).toBe(1000)
    await emulator.close()
  })
})

describe('the state of an environment', () => {
  it('is the same on every node: settings, clock, keys', async () => {
    await at(0).call('PUT', '/_emulator/settings', { team_name: 'Both' })
    expect((await at(1).call('GET', '/_emulator/settings')).body.team_name).toBe('Both')
    await at(1).call('PUT', '/_emulator/clock', { now: '2032-05-05T00:00:00.000Z', frozen: true })
    expect((await at(0).call('GET', '/_emulator/clock')).body).toEqual({
      now: '2032-05-05T00:00:00.000Z',
      frozen: true,
    })
    await Promise.all([0, 1].map((node) => at(node).call('PUT', '/_emulator/clock', { advance_seconds: 60 })))
    expect((await at(0).call('GET', '/_emulator/clock')).body.now).toBe('2032-05-05T00:02:00.000Z')

    await verifiedUser(caller, 'keys@orchard.example')
    await at(0).call('POST', '/_emulator/keys/rotate', { drop_old: true })
    const kid = async (node: number) => {
      const { access_token } = await signIn(at(node), 'keys@orchard.example')
      return JSON.parse(Buffer.from(access_token.split('.')[0], 'base64url').toString()).kid
    }
    const { body } = await at(0).call('GET', `/sso/jwks/${caller.environment.clientId}`)
    expect(await kid(1)).toBe(await kid(0))
    expect(body.keys.map((key: { kid: string }) => key.kid)).toContain(await kid(1))
  })

  it('counts faults across all nodes', async () => {
    await at(0).call('POST', '/_emulator/faults', {
      path: '/user_management/users',
      times: 3,
      respond: { status: 503 },
    })
    const responses = await Promise.all(
      Array.from({ length: 12 }, () => caller.call('GET', '/user_management/users')),
    )
    expect(responses.filter(({ status }) => status === 503)).toHaveLength(3)
    await at(1).call('DELETE', '/_emulator/faults')
    expect((await at(0).call('GET', '/_emulator/faults')).body.data).toEqual([])
  })

  it('has the same URL in tokens and links if all nodes are configured with that URL', async () => {
    const one = await openNodes(2, { port: 0, baseUrl: 'http://auth.localhost:8080' })
    const callers = one.map((node) => callerFor(node, node.default))
    const [first, second] = callers as [Caller, Caller]
    await verifiedUser(first, 'issuer@orchard.example')
    for (const caller of [first, second]) {
      const { access_token } = await signIn(caller, 'issuer@orchard.example')
      expect(decodeJwt(access_token).iss).toBe(
        `http://auth.localhost:8080/user_management/${caller.environment.clientId}`,
      )
      expect(caller.environment.env.WORKOS_BASE_URL).toBe('http://auth.localhost:8080')
    }
    await Promise.all(one.map((node) => node.close()))
  })

  it('has a single request log, which is cleared on all nodes', async () => {
    await at(0).call('GET', '/user_management/users/user_zero')
    await at(1).call('GET', '/user_management/users/user_one')
    const paths = async (node: number) =>
      (await at(node).call('GET', '/_emulator/requests')).body.data.map(({ path }: { path: string }) => path)
    await vi.waitFor(
      async () => {
        for (const node of [0, 1]) {
          expect((await paths(node)).slice(-2)).toEqual([
            '/user_management/users/user_zero',
            '/user_management/users/user_one',
          ])
        }
      },
      { timeout: 10_000 },
    )
    await at(1).environment.requests.clear()
    expect(await paths(0)).toEqual([])
  })

  it('can be restored on one node from a snapshot of another', async () => {
    await at(0).call('POST', '/_emulator/snapshots', { name: 'kept' })
    await verifiedUser(at(0), 'afterward@orchard.example')
    await at(0).call('PUT', '/_emulator/settings', { team_name: 'Afterwards' })
    expect((await at(1).call('GET', '/_emulator/snapshots')).body.data).toMatchObject([{ name: 'kept' }])
    const back = await at(1).call('POST', '/_emulator/snapshots', { name: 'kept', restore: true })
    expect(back.status).toBe(200)
    const found = await at(0).call('GET', '/user_management/users?email=afterward@orchard.example')
    expect(found.body.data).toEqual([])
    expect((await at(0).call('GET', '/_emulator/settings')).body.team_name).toBe('Both')
  })

  it('E7: has no pending delivery on any node after a flush on one of them', async () => {
    const received: string[] = []
    const receiver = await receiveWebhooks(({ body }) => {
      received.push(JSON.parse(body).data.email)
      return 200
    })
    try {
      const endpoint_url = receiver.url
      await caller.call('POST', '/webhook_endpoints', { endpoint_url, events: ['user.created'] })
      const emails = Array.from({ length: 20 }, (_, index) => `flush${index}@orchard.example`)
      for (const [index, email] of emails.entries()) {
        await at(1).call('POST', '/user_management/users', { email })
        await nodes[0]?.default.webhooks.flush()
        expect(received).toEqual(emails.slice(0, index + 1))
      }
    } finally {
      receiver.close()
    }
  })

  it('has a single inbox', async () => {
    await at(0).call('DELETE', '/_emulator/emails')
    const waiting = at(1).call('GET', '/_emulator/emails?to=soon@orchard.example&wait=5')
    await at(0).call('POST', '/user_management/magic_auth', { email: 'soon@orchard.example' })
    expect((await waiting).body.data).toHaveLength(1)
    await at(1).call('DELETE', '/_emulator/emails')
    expect((await at(0).call('GET', '/_emulator/emails')).body.data).toEqual([])
  })

  it('is available on all nodes as soon as one of them has created it', async () => {
    const { body } = await at(0).call('POST', '/_emulator/environments', { name: 'shared' })
    const users = await at(1).call('GET', '/user_management/users', undefined, {
      authorization: `Bearer ${body.api_key}`,
    })
    expect(users.status).toBe(200)
    const again = await at(1).call('POST', '/_emulator/environments', { name: 'shared' })
    expect(again).toMatchObject({ status: 200, body: { api_key: body.api_key } })
  })
})
