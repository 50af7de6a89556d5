import { afterAll, expect, it } from 'vitest'
import { start } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
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

it('an attempt is allowed, until a list blocks it, until another list allows it', async () => {
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

it.each(['ip_address/block', 'user_agent/block'])('the list %s blocks', async (list) => {
  const [name = ''] = list.split('/')
  await entry('POST', list, 'Bad One')
  expect((await attempt({ email: 'x@cove.example', [name]: 'Bad One' })).body.blocklist_type).toBe(name)
})

it('a program that says so is challenged', async () => {
  const { body } = await attempt({ email: 'x@cove.example', user_agent: 'HeadlessChrome' })
  expect(body).toMatchObject({ verdict: 'challenge', control: 'bot_detection' })
})

it('a list that is not there is refused', async () => {
  expect((await entry('POST', 'phone/block', 'x')).body.code).toBe('invalid_radar_list')
  expect((await entry('DELETE', 'email/hide', 'x')).body.code).toBe('invalid_radar_list')
  expect((await entry('POST', 'email/block', ' ')).status).toBe(422)
})
