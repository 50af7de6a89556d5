import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../client.ts'
import { createApi } from './api.ts'

const apiKey = 'sk_test_4Fh8QmZr2Lw'

afterEach(() => vi.unstubAllEnvs())

describe('createApi', () => {
  it.each(['', '   ', 'undefined', 'null'])('C2 refuses the key %j', (key) => {
    expect(() => createApi({ apiKey: key })).toThrow(expect.objectContaining({ code: 'api_key_missing' }))
  })

  it('C2 refuses to start without a key', () => {
    vi.stubEnv('WORKOS_API_KEY', undefined)
    expect(() => createApi()).toThrow(expect.objectContaining({ code: 'api_key_missing', option: 'apiKey' }))
  })

  it('C2 trims whitespace at both ends of the key, and refuses whitespace inside it', () => {
    expect(createApi({ apiKey: ` ${apiKey}\n` }).key()).toBe(apiKey)
    for (const key of ['sk_test 1', 'sk_test\r\nX-Evil: 1', 'sk_tést']) {
      expect(() => createApi({ apiKey: key })).toThrow(expect.objectContaining({ code: 'api_key_invalid' }))
    }
  })

  it('reads missing options from the environment', () => {
    vi.stubEnv('WORKOS_API_KEY', apiKey)
    vi.stubEnv('WORKOS_CLIENT_ID', 'client_1')
    vi.stubEnv('WORKOS_BASE_URL', 'http://localhost:4100/')
    const api = createApi()
    expect([api.key(), api.clientId, api.baseUrl]).toEqual([apiKey, 'client_1', 'http://localhost:4100'])
  })

  it.each(['', ' ', '\n\t'])('N18: treats %j as not set, in the environment and as an option', (blank) => {
    for (const name of ['WORKOS_API_KEY', 'WORKOS_CLIENT_ID', 'WORKOS_BASE_URL']) vi.stubEnv(name, blank)
    const blanks = createApi({ apiKey, clientId: blank, baseUrl: blank })
    expect([blanks.clientId, blanks.baseUrl]).toEqual([undefined, 'https://api.workos.com'])
    expect(createApi({ apiKey }).baseUrl).toBe('https://api.workos.com')
    vi.stubEnv('WORKOS_CLIENT_ID', 'client_1')
    vi.stubEnv('WORKOS_BASE_URL', 'http://localhost:4100')
    const filled = createApi({ apiKey, clientId: blank, baseUrl: blank })
    expect([filled.clientId, filled.baseUrl]).toEqual(['client_1', 'http://localhost:4100'])
  })

  it('starts on a runtime that forbids reading the environment', () => {
    const env = Object.getOwnPropertyDescriptor(process, 'env') as PropertyDescriptor
    Object.defineProperty(process, 'env', {
      configurable: true,
      get: () => {
        throw new Error('Requires env access')
      },
    })
    try {
      expect(createApi({ apiKey }).baseUrl).toBe('https://api.workos.com')
    } finally {
      Object.defineProperty(process, 'env', env)
    }
  })

  it('creates a public client if the key is null, even if the environment has a key', () => {
    vi.stubEnv('WORKOS_API_KEY', apiKey)
    expect(createApi({ apiKey: null, clientId: 'client_1' }).key()).toBeUndefined()
  })

  it('C6 refuses header values with line breaks', () => {
    expect(() => createApi({ apiKey, userAgent: 'app\r\nX-Evil: 1' })).toThrow(
      expect.objectContaining({ code: 'option_invalid' }),
    )
    expect(() => createApi({ apiKey, clientId: 'client\r\n' + '1' })).toThrow(
      expect.objectContaining({ code: 'client_id_invalid' }),
    )
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'refuses timeoutMs %d',
    (timeoutMs) => {
      expect(() => createApi({ apiKey, timeoutMs })).toThrow(expect.objectContaining({ option: 'timeoutMs' }))
    },
  )

  it('G1 never shows the key when an `Api` or a client is printed, inspected or serialized as JSON', () => {
    const client = createClient({ apiKey })
    for (const value of [client, client.api]) {
      const shown = [
        inspect(value, { depth: 9, showHidden: true }),
        inspect(value, { customInspect: false, getters: true, depth: 9 }),
        JSON.stringify(value),
        String(value),
      ]
      expect(shown.join()).not.toContain(apiKey)
    }
  })

  it('C19 two clients in one process share no state', async () => {
    const seen: (string | undefined)[] = []
    const fetch = async (_url: string, init: { headers: Record<string, string> }) => {
      seen.push(init.headers.authorization)
      return new Response('{"keys":[]}')
    }
    const options = { clientId: 'client_1', fetch }
    const one = createClient({ ...options, apiKey: 'sk_test_one' })
    const two = createClient({ ...options, apiKey: 'sk_test_two' })
    await Promise.allSettled([one.getUser({ userId: 'user_1' }), two.getUser({ userId: 'user_1' })])
    expect(seen).toEqual(['Bearer sk_test_one', 'Bearer sk_test_two'])
  })
})
