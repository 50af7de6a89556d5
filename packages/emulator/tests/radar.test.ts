import { afterAll, expect, it } from 'vitest'
import { emails, PASSWORD, type Seen, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, environment } = caller
afterAll(() => caller.emulator.close())

const attempt = (fields: object = {}) =>
  call('POST', '/radar/attempts', {
    ip_address: '192.0.2.1',
    user_agent: 'Mozilla/5.0',
    email: 'ada@orchard.example',
    auth_method: 'Password',
    action: 'sign-in',
    ...fields,
  })
const entry = (method: string, list: string, value: string) =>
  call(method, `/radar/lists/${list}`, { entry: value })

it('an attempt is allowed until a list blocks it, and allowed again if another list allows it', async () => {
  const first = await attempt()
  expect(first).toMatchObject({ status: 200, body: { verdict: 'allow' } })
  expect((await entry('POST', 'domain/block', 'Orchard.example')).status).toBe(201)
  expect(await entry('POST', 'domain/block', 'orchard.example')).toMatchObject({
    status: 200,
    body: { message: expect.any(String) },
  })
  expect((await attempt()).body).toMatchObject({
    verdict: 'block',
    control: 'restriction',
    blocklist_type: 'domain',
  })
  await entry('POST', 'email/allow', 'ADA@orchard.example')
  expect((await attempt()).body.verdict).toBe('allow')
  expect((await entry('DELETE', 'email/allow', 'ada@orchard.example')).status).toBe(204)
  expect((await attempt()).body.verdict).toBe('block')
  expect((await entry('DELETE', 'email/allow', 'ada@orchard.example')).status).toBe(404)
  expect(await environment.events.list({ event: 'authentication.radar_risk_detected' })).toHaveLength(2)

  const path = `/radar/attempts/${first.body.attempt_id}`
  expect((await call('PUT', path, { attempt_status: 'success' })).status).toBe(204)
  expect((await call('PUT', path, { attempt_status: 'maybe' })).status).toBe(422)
  expect((await call('PUT', '/radar/attempts/none', {})).status).toBe(404)
})

it.each(['ip_address/block', 'user_agent/block'])('the list %s blocks an attempt', async (list) => {
  const [name = ''] = list.split('/')
  await entry('POST', list, 'Bad One')
  expect((await attempt({ email: 'x@cove.example', [name]: 'Bad One' })).body.blocklist_type).toBe(name)
})

it('a user agent that is not a browser is challenged', async () => {
  const { body } = await attempt({ email: 'x@cove.example', user_agent: 'HeadlessChrome' })
  expect(body).toMatchObject({ verdict: 'challenge', control: 'bot_detection' })
})

it('an unknown list is refused', async () => {
  for (const refused of [await entry('POST', 'phone/block', 'x'), await entry('DELETE', 'email/hide', 'x')]) {
    expect(refused).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('There is no list') },
    })
    expect(refused.body).not.toHaveProperty('code')
  }
  expect((await entry('POST', 'email/block', ' ')).status).toBe(422)
})

const EMAIL_GRANT = 'urn:workos:oauth:grant-type:radar-email-challenge:code'
const SMS_GRANT = 'urn:workos:oauth:grant-type:radar-sms-challenge:code'
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

/** A sign-in that Radar challenges. */
async function challenged(email: string, way: 'email' | 'sms'): Promise<Seen> {
  await call('PUT', '/_emulator/settings', { radar: 'challenge', radar_challenge: way })
  return authenticate({ grant_type: 'password', email, password: PASSWORD })
}

it('L10: a suspicious sign-in continues with the emailed code, once', async () => {
  const email = 'challenged@grove.example'
  const id = await verifiedUser(caller, email)
  const { status, body } = await challenged(email, 'email')
  expect({ status, ...body }).toMatchObject({
    status: 403,
    code: 'radar_email_challenge',
    email,
    user: { id },
  })
  const { radar_challenge_id, pending_authentication_token } = body
  const [message] = await emails(caller, { to: email, kind: 'radar_challenge' })
  const challenge = await call('GET', `/user_management/radar_challenges/${radar_challenge_id}`)
  expect(challenge.body).toMatchObject({
    object: 'radar_challenge',
    type: 'email',
    email,
    code: message?.code,
  })
  const [event] = await environment.events.list({ event: 'radar.challenge_created' })
  expect(event?.data).toMatchObject({ id: radar_challenge_id, user_id: id })
  expect(event?.data).not.toHaveProperty('code')

  const go = (fields: object) =>
    authenticate({ grant_type: EMAIL_GRANT, pending_authentication_token, radar_challenge_id, ...fields })
  expect((await go({ code: wrong(message?.code) })).body.code).toBe('invalid_one_time_code')
  expect((await go({ code: message?.code, radar_challenge_id: 'another' })).body.code).toBe('user_mismatch')
  expect(await go({ code: message?.code })).toMatchObject({
    status: 200,
    body: { user: { id }, authentication_method: 'Password' },
  })
  expect((await go({ code: message?.code })).body.code).toBe('invalid_pending_authentication_token')
})

it('a suspicious sign-in continues with the code that was sent to a phone', async () => {
  const email = 'texted@grove.example'
  const user_id = await verifiedUser(caller, email)
  const { status, body } = await challenged(email, 'sms')
  expect({ status, ...body }).toMatchObject({
    status: 403,
    code: 'radar_sms_challenge',
    user: { id: user_id },
  })
  const { pending_authentication_token } = body
  const send = (fields: object = {}) =>
    call('POST', '/user_management/radar_challenges', {
      user_id,
      pending_authentication_token,
      phone_number: '+15005550006',
      ...fields,
    })
  expect((await send({ phone_number: '5550006' })).status).toBe(422)
  const other = await verifiedUser(caller, 'other@grove.example')
  expect((await send({ user_id: other })).body.code).toBe('user_mismatch')
  await entry('POST', 'ip_address/block', '192.0.2.55')
  expect((await send({ ip_address: '192.0.2.55' })).body.code).toBe('access_denied')
  await entry('POST', 'user_agent/block', 'Worse One')
  expect((await send({ user_agent: 'Worse One' })).body.code).toBe('access_denied')
  const first = await send()
  const { verification_id, phone_number } = (await send()).body
  const code = (await emails(caller, { to: '+15005550006', kind: 'sms' })).at(-1)?.code
  const go = (fields: object) =>
    authenticate({
      grant_type: SMS_GRANT,
      pending_authentication_token,
      verification_id,
      phone_number,
      code,
      ...fields,
    })
  expect((await go({ verification_id: first.body.verification_id })).body.code).toBe('user_mismatch')
  expect((await go({ phone_number: '+15005550007' })).body.code).toBe('user_mismatch')
  expect((await go({ code: wrong(code) })).body.code).toBe('invalid_one_time_code')
  expect((await go({})).status).toBe(200)
})

it('L10: a code is refused after too many guesses, or when it is too old', async () => {
  const email = 'guessed@grove.example'
  await verifiedUser(caller, email)
  const { radar_challenge_id, pending_authentication_token } = (await challenged(email, 'email')).body
  const { code } = (await call('GET', `/user_management/radar_challenges/${radar_challenge_id}`)).body
  const go = (typed: string) =>
    authenticate({
      grant_type: EMAIL_GRANT,
      pending_authentication_token,
      radar_challenge_id,
      code: typed,
    })
  for (let i = 0; i < 5; i++) await go(wrong(code))
  expect((await go(code)).body.code).toBe('one_time_code_too_many_attempts')
})

it('an entry on an allow list prevents the challenge, and sign-ins by emailed code are also challenged', async () => {
  const email = 'spared@grove.example'
  await verifiedUser(caller, email)
  await call('PUT', '/_emulator/settings', { radar: 'challenge', radar_challenge: 'email' })
  const { code } = (await call('POST', '/user_management/magic_auth', { email })).body
  const grant_type = 'urn:workos:oauth:grant-type:magic-auth:code'
  expect((await authenticate({ grant_type, email, code })).body.code).toBe('radar_email_challenge')
  await entry('POST', 'email/allow', email)
  expect((await authenticate({ grant_type: 'password', email, password: PASSWORD })).status).toBe(200)
})
