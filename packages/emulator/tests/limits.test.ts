import { afterAll, describe, expect, it } from 'vitest'
import { networkOf } from '../src/engine/services/network.ts'
import { callerFor, emails, PASSWORD, start, verifiedUser } from './fixture.ts'

const limited = await start({ limits: 'documented' })
const { emulator } = limited
afterAll(() => emulator.close())

const fresh = async () => callerFor(emulator, await emulator.createEnvironment())

describe('A4 the documented limits', () => {
  it('allow the owner of an email address to sign in after a stranger has used up the attempts for it', async () => {
    const own = await fresh()
    await verifiedUser(own, 'owner@orchard.example')
    const attempt = (password: string, ip_address: string) =>
      own.authenticate({ grant_type: 'password', email: 'owner@orchard.example', password, ip_address })
    expect((await attempt(PASSWORD, '2001:db8:1:2::7')).status).toBe(200)
    for (let n = 0; n < 10; n++) await attempt('wrong wrong wrong', '203.0.113.9')
    const refused = await attempt('wrong wrong wrong', '203.0.113.9')
    expect(refused).toMatchObject({ status: 429, body: { error: 'too_many_requests' } })
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    // Another IP address in the owner's network.
    expect((await attempt(PASSWORD, '2001:db8:1:2:ffff::1')).status).toBe(200)
  })

  it('count the attempts of a network across all email addresses', async () => {
    const own = await fresh()
    const attempt = (n: number) =>
      own.authenticate({
        grant_type: 'password',
        email: `guess${n}@orchard.example`,
        password: 'wrong wrong wrong',
        ip_address: `2001:db8:9:9::${n.toString(16)}`,
      })
    for (let n = 0; n < 100; n++) expect((await attempt(n)).status).toBe(400)
    expect((await attempt(100)).status).toBe(429)
  })

  it('allow at most five emails of any kind to an email address in ten minutes', async () => {
    const own = await fresh()
    const email = 'often@orchard.example'
    await verifiedUser(own, email)
    const ask = async (path: string) => (await own.call('POST', path, { email })).status
    for (let n = 0; n < 3; n++) expect(await ask('/user_management/magic_auth')).toBe(201)
    for (let n = 0; n < 2; n++) expect(await ask('/user_management/password_reset')).toBe(201)
    expect(await ask('/user_management/password_reset')).toBe(429)
    expect(await emails(own, { to: email })).toHaveLength(5)
    await own.environment.clock.advance({ minutes: 10 })
    expect(await ask('/user_management/password_reset')).toBe(201)
  })

  it('allow 500 writes and a thousand reads per environment in ten seconds', async () => {
    const own = await fresh()
    await own.environment.clock.freeze()
    const statuses = (method: string, count: number) =>
      Promise.all(
        Array.from(
          { length: count },
          async () =>
            (await own.call(method, '/user_management/users', method === 'GET' ? undefined : {})).status,
        ),
      )
    expect((await statuses('POST', 501)).filter((status) => status === 429)).toHaveLength(1)
    expect((await statuses('GET', 1001)).filter((status) => status === 429)).toHaveLength(1)
    await own.environment.clock.advance({ seconds: 10 })
    expect(await statuses('GET', 1)).toEqual([200])
  })

  it('allow fifty deleted organizations per minute', async () => {
    const own = await fresh()
    const remove = async () => (await own.call('DELETE', '/organizations/org_none')).status
    for (let n = 0; n < 50; n++) expect(await remove()).toBe(404)
    expect(await remove()).toBe(429)
  })
})

describe('A4 the network of an IP address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:0:0:1', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['not an address', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('E1 faults', () => {
  it('cannot be added if they are disabled', async () => {
    const own = await start({ faults: 'off' })
    const added = await own.call('POST', '/_emulator/faults', { respond: { status: 503 } })
    expect(added).toMatchObject({ status: 403, body: { code: 'faults_disabled' } })
    await own.environment.faults.add({ respond: { status: 503 } }).stored
    expect((await own.call('GET', '/organizations')).status).toBe(200)
    await own.emulator.close()
  })
})

describe('E1 live keys', () => {
  it('are refused, as bearer and as client secret', async () => {
    const bearer = await limited.call('GET', '/organizations', undefined, {
      authorization: 'Bearer sk_live_x',
    })
    const secret = await limited.authenticate({
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_secret: 'sk_live_x',
    })
    for (const { status, body } of [bearer, secret]) {
      expect({ status, message: body.message }).toEqual({
        status: 401,
        message: expect.stringContaining('live keys'),
      })
    }
  })
})
