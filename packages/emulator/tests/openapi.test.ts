import { afterAll, expect, it } from 'vitest'
import { REACHABLE } from './authenticate-refusals.ts'
import { start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
afterAll(() => emulator.close())

const { paths } = (await call('GET', '/openapi.json')).body
const authenticateOperation = paths['/user_management/authenticate'].post

it('INT-5: describes every grant with its fields', () => {
  const { anyOf } = authenticateOperation.requestBody.content['application/json'].schema
  const text = JSON.stringify(anyOf)
  expect(anyOf).toHaveLength(10)
  for (const name of [
    'password',
    'refresh_token',
    'code_verifier',
    'device_code',
    'authentication_challenge_id',
  ]) {
    expect(text).toContain(`"${name}"`)
  }
})

it('INT-5: describes every refusal by authenticate that a flow can cause', () => {
  for (const { code, status, byFault } of REACHABLE) {
    if (byFault) continue
    expect(authenticateOperation.responses[status]?.description, `${status} ${code}`).toContain(code)
  }
})

it('INT-5: describes the errors of every operation', () => {
  for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      const errors = Object.keys(responses).filter((status) => Number(status) >= 400)
      expect(errors, `${method} ${path}`).toContain('429')
      if (path.includes('{')) expect(errors, `${method} ${path}`).toContain('404')
    }
  }
})

it('INT-7: refuses a webhook for an unknown event', async () => {
  const endpoint_url = 'http://localhost:9/hook'
  const refused = await call('POST', '/webhook_endpoints', { endpoint_url, events: ['user.exploded'] })
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown_event_type' }] } })
  const events = ['role.created', 'dsync.group.user_added']
  expect((await call('POST', '/webhook_endpoints', { endpoint_url, events })).status).toBe(201)
})

it('INT-4: asks for no credentials if prompt=none forbids showing a page', async () => {
  await verifiedUser(caller, 'silent@orchard.example')
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: 'http://localhost:3000/callback',
    response_type: 'code',
    provider: 'authkit',
    prompt: 'none',
    state: 's1',
  })
  const { status, headers } = await call('GET', `/user_management/authorize?${query}`)
  const { searchParams } = new URL(headers.get('location') ?? '')
  expect([status, searchParams.get('error'), searchParams.get('state')]).toEqual([
    302,
    'login_required',
    's1',
  ])
})
