import { afterAll, expect, it } from 'vitest'
import { start } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
afterAll(() => emulator.close())

async function allowed(origin: string): Promise<string | null> {
  const { headers } = await call('GET', `/sso/jwks/${environment.clientId}`, undefined, { origin })
  expect(headers.get('vary')).toBe('Origin')
  return headers.get('access-control-allow-origin')
}

it('allows loopback origins and registered origins, and no others', async () => {
  expect(await allowed('http://localhost:5173')).toBe('http://localhost:5173')
  expect(await allowed('http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000')
  for (const origin of ['https://app.example', 'http://localhost.evil.example', 'null']) {
    expect(await allowed(origin)).toBeNull()
  }
  const made = await call('POST', '/user_management/cors_origins', { origin: 'https://app.example' })
  expect(made).toMatchObject({ status: 201, body: { object: 'cors_origin', origin: 'https://app.example' } })
  expect(await allowed('https://app.example')).toBe('https://app.example')
  const twice = await call('POST', '/user_management/cors_origins', { origin: 'https://app.example' })
  expect(twice.status).toBe(409)
  const path = await call('POST', '/user_management/cors_origins', { origin: 'https://app.example/path' })
  expect(path).toMatchObject({ status: 422, body: { errors: [{ property: 'origin' }] } })
  expect((await call('GET', '/user_management/cors_origins')).body.data).toHaveLength(1)
})

it('responds to preflights', async () => {
  const { status, headers } = await call('OPTIONS', '/user_management/authenticate', undefined, {
    origin: 'http://localhost:5173',
  })
  expect(status).toBe(204)
  expect(headers.get('access-control-allow-headers')).toContain('Content-Type')
})

it('prevents scripts from other origins from using the control API and the dashboard', async () => {
  for (const path of ['/_emulator/emails', '/_emulator/']) {
    const { headers } = await call('GET', path, undefined, { origin: 'http://localhost:5173' })
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

it('registers, lists and removes redirect URIs', async () => {
  const path = '/user_management/redirect_uris'
  const made = await call('POST', path, { uri: 'https://app.example/callback' })
  expect(made).toMatchObject({ status: 201, body: { object: 'redirect_uri', default: false } })
  expect((await call('POST', path, { uri: 'javascript:alert(1)' })).status).toBe(422)
  expect((await call('GET', path)).body.data).toEqual([made.body])
  expect((await call('DELETE', `${path}/${made.body.id}`)).status).toBe(204)
  expect((await call('DELETE', `${path}/${made.body.id}`)).status).toBe(404)
  await environment.seed({ redirect_uris: [{ uri: 'https://app.example/home', default: true }] })
  const [fallback] = (await call('GET', path)).body.data
  expect((await call('DELETE', `${path}/${fallback.id}`)).status).toBe(409)
})
