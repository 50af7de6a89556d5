import fc from 'fast-check'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { type RequestParams, request } from './any-endpoint.ts'
import { type Client, createClient } from './client.ts'
import { createApi } from './request/api.ts'
import type { ApiEvent } from './request/event.ts'

const base = 'https://api.workos.com'
const settings = { apiKey: 'sk_test_4Fh8QmZr2Lw', baseUrl: base, timeoutMs: 2_000, maxRetries: 1 }

beforeAll(() => nock.disableNetConnect())
afterAll(() => nock.enableNetConnect())
afterEach(() => nock.cleanAll())

/** Sends the request through a custom `fetch`, and returns the request that `fetch` received. */
async function sentBy(params: RequestParams) {
  const sent: { url: string; body?: string }[] = []
  const api = createApi({
    ...settings,
    fetch: async (url, { body }) => {
      sent.push({ url, body })
      return Response.json({})
    },
  })
  await request(api, params)
  return sent[0] as { url: string; body?: string }
}

describe('an endpoint without its own function', () => {
  it('sends and returns every field with the name that it has in the API', async () => {
    const events: ApiEvent[] = []
    const client = createClient({ ...settings, onEvent: (event) => events.push(event) })
    nock(base)
      .post('/vault/v1/kv/a.b?list_of=x&list_of=y&camelCase=1', (body) => {
        expect(JSON.stringify(body)).toBe('{"key_context":{"organizationId":"org_1","a_b":null}}')
        return true
      })
      .matchHeader('authorization', `Bearer ${settings.apiKey}`)
      .matchHeader('content-type', 'application/json')
      .matchHeader('idempotency-key', /^latchkey-[0-9a-f-]{36}$/)
      .reply(200, '{"some_field":1,"nested_map":{"my_key":2,"__proto__":{"admin":true}}}')
    const result = await client.request({
      method: 'POST',
      path: '/vault/v1/kv/{id}',
      ids: { id: 'a.b' },
      query: { list_of: ['x', 'y'], camelCase: 1, absent: undefined },
      body: { key_context: { organizationId: 'org_1', a_b: null, gone: undefined } },
    })
    expect(result).toEqual({ some_field: 1, nested_map: { my_key: 2 } })
    expect(events).toMatchObject([{ type: 'response', route: '/vault/v1/kv/{}', status: 200 }])
  })

  it('sends every query and body unchanged', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value.trim() !== '')
    await fc.assert(
      fc.asyncProperty(text, text, fc.jsonValue(), async (name, value, json) => {
        fc.pre(name !== '__proto__')
        const { url, body } = await sentBy({
          method: 'POST',
          path: '/anything',
          query: { [name]: value },
          body: { json },
        })
        expect([...new URL(url).searchParams]).toEqual([[name, value]])
        expect(body).toBe(JSON.stringify({ json }))
      }),
    )
  })

  it('returns undefined if the response is empty', async () => {
    nock(base).delete('/connections/conn_1').reply(202)
    const api = createApi(settings)
    expect(
      await request(api, { method: 'DELETE', path: '/connections/{id}', ids: { id: 'conn_1' } }),
    ).toBeUndefined()
  })

  it('fails like an operation: after a refusal, after a response that is not JSON, and when its retries fail', async () => {
    const api = createApi(settings)
    nock(base)
      .get('/one')
      .reply(422, { code: 'invalid_request_parameters', message: `no ${settings.apiKey}` })
    await expect(request(api, { method: 'GET', path: '/one' })).rejects.toMatchObject({
      name: 'ApiError',
      code: 'invalid_request_parameters',
      message: 'no [redacted]',
    })
    nock(base).get('/two').reply(200, '<html>')
    await expect(request(api, { method: 'GET', path: '/two' })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'invalid_response',
    })
    nock(base).put('/three').times(2).reply(503)
    await expect(request(api, { method: 'PUT', path: '/three', body: {} })).rejects.toMatchObject({
      status: 503,
    })
    expect(nock.isDone()).toBe(true)
  })

  it('is sent once, without an idempotency key, if it uses a single-use value', async () => {
    let calls = 0
    const api = createApi({
      ...settings,
      fetch: async (_url, { headers }) => {
        calls++
        expect(headers).not.toHaveProperty('idempotency-key')
        return new Response('', { status: 503 })
      },
    })
    await expect(
      request(api, { method: 'POST', path: '/spend', body: {}, once: true }),
    ).rejects.toMatchObject({ status: 503 })
    expect(calls).toBe(1)
  })

  it.each<[option: string, params: object]>([
    ['path', { method: 'GET', path: 'https://evil.example/' }],
    ['path', { method: 'GET', path: '/users/../admin' }],
    ['ids', { method: 'GET', path: '/users/{id}' }],
    ['method', { method: 'get', path: '/users' }],
    ['method', { method: 'TRACE', path: '/users' }],
    ['body', { method: 'GET', path: '/users', body: {} }],
    ['body', { method: 'POST', path: '/users', body: 'text' }],
    ['body', { method: 'POST', path: '/users', body: null }],
    ['email', { method: 'GET', path: '/users', query: { email: '' } }],
  ])('is refused before any request if its %s is invalid: %j', async (option, params) => {
    await expect(request(createApi(settings), params as RequestParams)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'input_invalid',
      option,
    })
  })

  it('has the type that the caller sets', () => {
    expectTypeOf<Client['request']>().returns.toEqualTypeOf<Promise<unknown>>()
    const typed = (client: Client) => client.request<{ id: string }>({ method: 'GET', path: '/x' })
    expectTypeOf(typed).returns.toEqualTypeOf<Promise<{ id: string }>>()
  })
})
