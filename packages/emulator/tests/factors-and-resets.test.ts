import { createHmac } from 'node:crypto'
import { decode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, environment } = caller
afterAll(() => caller.emulator.close())

/** The code of an authenticator app (RFC 6238), implemented independently of the server. */
function appCode(secret: string, epochMs: number): string {
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeUInt32BE(Math.floor(epochMs / 30_000), 4)
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19]! & 15
  return String(
    (((mac[at]! & 127) << 24) | (mac[at + 1]! << 16) | (mac[at + 2]! << 8) | mac[at + 3]!) % 1e6,
  ).padStart(6, '0')
}

describe('authenticator apps', () => {
  it('shows the secret once, as text, as a URI and as a scannable image', async () => {
    const id = await verifiedUser(caller, 'app@orchard.example')
    const { status, body } = await call('POST', `/user_management/users/${id}/auth_factors`, {
      type: 'totp',
      totp_issuer: 'Orchard & Co',
    })
    expect(status).toBe(201)
    const { totp } = body.authentication_factor
    expect(totp.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(totp.uri).toBe(
      `otpauth://totp/Orchard%20%26%20Co:app@orchard.example?secret=${totp.secret}&issuer=Orchard%20%26%20Co&algorithm=SHA1&digits=6&period=30`,
    )
    const png = Buffer.from(totp.qr_code.replace('data:image/png;base64,', ''), 'base64')
    expect(png.length).toBeLessThan(2500)
    const image = decode(png)
    expect(image).toMatchObject({ depth: 1, channels: 1 })
    expect(image.width).toBe(image.height)

    const listed = await call('GET', `/user_management/users/${id}/auth_factors`)
    expect(listed.body.data[0].totp).toEqual({ issuer: 'Orchard & Co', user: 'app@orchard.example' })
    expect((await call('GET', `/auth/factors/${body.authentication_factor.id}`)).body).toEqual(
      listed.body.data[0],
    )
    expect((await call('DELETE', `/auth/factors/${body.authentication_factor.id}`)).status).toBe(204)
    expect((await call('GET', `/auth/factors/${body.authentication_factor.id}`)).status).toBe(404)
  })

  it('accepts the codes of an independent app up to one step early or late', async () => {
    const id = await verifiedUser(caller, 'drift@orchard.example')
    const { body } = await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const { secret } = body.authentication_factor.totp
    const verify = async (offsetMs: number) => {
      const challenge = await call('POST', `/auth/factors/${body.authentication_factor.id}/challenge`)
      const code = appCode(secret, environment.clock.now().getTime() + offsetMs)
      return (await call('POST', `/auth/challenges/${challenge.body.id}/verify`, { code })).body.valid
    }
    await environment.clock.freeze()
    expect(await verify(-60_000)).toBe(false)
    expect(await verify(-30_000)).toBe(true)
    expect(await verify(30_000)).toBe(true)
    expect(await verify(60_000)).toBe(false)
    await environment.clock.resume()
  })

  it('A9 E2 refuses a used code, even with another challenge and in parallel', async () => {
    const id = await verifiedUser(caller, 'replay@orchard.example')
    const { body } = await call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
    const code = appCode(body.authentication_factor.totp.secret, environment.clock.now().getTime())
    const attempts = Array.from({ length: 6 }, async () => {
      const challenge = await call('POST', `/auth/factors/${body.authentication_factor.id}/challenge`)
      return (await call('POST', `/auth/challenges/${challenge.body.id}/verify`, { code })).body.valid
    })
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1)
  })

  it('refuses a challenge of another user', async () => {
    const mine = await verifiedUser(caller, 'mine@orchard.example')
    const theirs = await verifiedUser(caller, 'theirs@orchard.example')
    await call('POST', `/user_management/users/${mine}/auth_factors`, { type: 'totp' })
    const other = await call('POST', `/user_management/users/${theirs}/auth_factors`, { type: 'totp' })
    const step = await authenticate({
      grant_type: 'password',
      email: 'mine@orchard.example',
      password: PASSWORD,
    })
    const { body } = await authenticate({
      grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
      code: await environment.totp(theirs),
      pending_authentication_token: step.body.pending_authentication_token,
      authentication_challenge_id: other.body.authentication_challenge.id,
    })
    expect(body.code).toBe('user_mismatch')
  })
})

describe('password reset', () => {
  it('returns the link, emails it, and sets the password', async () => {
    const id = await verifiedUser(caller, 'reset@orchard.example')
    const made = await call('POST', '/user_management/password_reset', { email: 'reset@orchard.example' })
    expect(made).toMatchObject({ status: 201, body: { object: 'password_reset', user_id: id } })
    expect(made.body).not.toHaveProperty('updated_at')
    expect((await call('GET', `/user_management/password_reset/${made.body.id}`)).body).toEqual(made.body)
    const email = await environment.inbox.waitFor({ to: 'reset@orchard.example', kind: 'password_reset' })
    expect(email.url).toBe(made.body.password_reset_url)
    const weak = await confirm(email.token, 'short')
    expect(weak).toMatchObject({ status: 400, body: { code: 'password_reset_error' } })
    expect(await confirm(email.token, 'another long password')).toMatchObject({
      status: 200,
      body: { user: { id } },
    })
  })

  it('links to the given page of the application on the older path', async () => {
    await verifiedUser(caller, 'page@orchard.example')
    const fields = { email: 'page@orchard.example', password_reset_url: 'http://localhost:3000/reset?x=1' }
    expect(await call('POST', '/user_management/password_reset/send', fields)).toMatchObject({
      status: 201,
      body: { text: '' },
    })
    const email = await environment.inbox.waitFor({ to: 'page@orchard.example' })
    expect(email.url).toBe(`http://localhost:3000/reset?x=1&token=${email.token}`)
    const missing = await call('POST', '/user_management/password_reset/send', {
      email: 'page@orchard.example',
    })
    expect(missing.body.errors[0].code).toBe('password_reset_url_string_required')
  })

  it('A7 works once, for 15 minutes, until a newer one is created, and ends the sessions', async () => {
    await verifiedUser(caller, 'a7@orchard.example')
    const { refresh_token } = await signIn(caller, 'a7@orchard.example')
    const make = async () =>
      (await call('POST', '/user_management/password_reset', { email: 'a7@orchard.example' })).body
        .password_reset_token
    const older = await make()
    const token = await make()
    expect((await confirm(older, 'another long password')).body.code).toBe('password_reset_token_not_found')
    const uses = await Promise.all([1, 2, 3].map((n) => confirm(token, `another long password ${n}`)))
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await authenticate({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    const late = await make()
    await environment.clock.advance({ minutes: 15 })
    expect((await confirm(late, 'another long password')).status).toBe(404)
  })

  const confirm = (token: unknown, new_password: string) =>
    call('POST', '/user_management/password_reset/confirm', { token, new_password })
})
