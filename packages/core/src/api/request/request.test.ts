import { describe, expect, it } from 'vitest'
import { type ApiError, TransportError } from '../../errors/index.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { authenticateWithPassword, authenticateWithRefreshToken } from '../authenticate.ts'
import { removeOrganizationRolePermission } from '../roles.ts'
import { createUser, deleteUser, getUser, type User } from '../users.ts'
import { type ApiOptions, createApi } from './api.ts'
import type { ApiEvent } from './event.ts'
import type { Fetch, FetchInit } from './fetch.ts'

const apiKey = 'sk_test_4Fh8QmZr2Lw'
const userBody = JSON.stringify({ id: 'user_1', email: 'nadia@orchard.example', email_verified: true })
const ok = () => new Response(userBody)
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('{"message":"No"}', { status: code, headers })
const refused = () => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
  })
}
const reset = () => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('no'), { code: 'ECONNRESET' }),
  })
}

/** Responds to each request with the next step; the last one repeats. Moves the clock past every back-off. */
function service(steps: (() => Response)[], options: ApiOptions = {}) {
  const requests: (FetchInit & { url: string })[] = []
  const events: ApiEvent[] = []
  const clock = manualClock(0)
  const fetch: Fetch = async (url, init) => {
    requests.push({ url, ...init })
    const step = steps[Math.min(requests.length, steps.length) - 1] as () => Response
    return step()
  }
  const onEvent = (event: ApiEvent) => {
    events.push(event)
    if (event.type === 'retry') queueMicrotask(() => clock.advance(event.waitMs))
  }
  const api = createApi({ apiKey, clientId: 'client_1', fetch, clock, onEvent, ...options })
  return { api, requests, events, clock }
}

const caught = <E>(promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: E) => error,
  )

describe('retries', () => {
  it.each([408, 429, 500, 502, 503, 504])('C8 a read succeeds after a %i', async (code) => {
    const { api, requests } = service([status(code), status(code), ok])
    expect((await getUser(api, { userId: 'user_1' })).id).toBe('user_1')
    expect(requests.length).toBe(3)
  })

  it('C8 a read is attempted at most three times', async () => {
    const { api, requests } = service([status(503)])
    expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({
      code: 'server_error',
      retryable: true,
    })
    expect(requests.length).toBe(3)
  })

  it('C8 waits with jitter, within the doubling limit of each wait and within the total time', async () => {
    const { api, events } = service([status(503)], { maxRetries: 10, timeoutMs: 5_000 })
    await caught(getUser(api, { userId: 'user_1' }))
    const waits = events.flatMap((event) => (event.type === 'retry' ? [event.waitMs] : []))
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThan(Math.min(8_000, 500 * 2 ** index))
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(5_000)
  })

  it('C9 a POST that creates an object is retried with the same idempotency key, and each call has its own key', async () => {
    const { api, requests } = service([status(503), reset, ok, ok])
    await createUser(api, { email: 'nadia@orchard.example' })
    await createUser(api, { email: 'nadia@orchard.example' })
    const keys = requests.map((request) => request.headers['idempotency-key'])
    expect(new Set(keys.slice(0, 3)).size).toBe(1)
    expect(new Set(keys).size).toBe(2)
    expect(requests.map((request) => request.body)).toEqual(
      Array(4).fill('{"email":"nadia@orchard.example"}'),
    )
  })

  it("C9 the caller's idempotency key is used unchanged", async () => {
    const { api, requests } = service([ok])
    await createUser(api, { email: 'nadia@orchard.example' }, { idempotencyKey: 'order-7' })
    expect(requests[0]?.headers['idempotency-key']).toBe('order-7')
  })

  it('C10 a sign-in or a refresh is not retried if the API may have received it', async () => {
    for (const step of [reset, status(503), status(429), status(500)]) {
      const { api, requests } = service([step, ok])
      const error = await caught<ApiError | TransportError>(
        authenticateWithRefreshToken(api, { refreshToken: 'r' }),
      )
      if (error instanceof TransportError) expect(error.outcome).toBe('unknown')
      expect(requests.length).toBe(1)
      expect(requests[0]?.headers['idempotency-key']).toBeUndefined()
    }
  })

  it('R6: immediately retries a refresh whose response was lost, if no other caller can use the token', async () => {
    const signedIn = () => new Response('{"access_token":"a","refresh_token":"r2"}')
    const cutShort = () => new Response('{"access_token":"a","refr')
    const { api, requests } = service([reset, cutShort, signedIn])
    const refresh = { refreshToken: 'r' }
    const outcome = await authenticateWithRefreshToken(api, refresh, { resendWhenLost: true })
    expect(outcome).toMatchObject({ status: 'complete', tokens: { refreshToken: 'r2' } })
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1)
    expect(requests).toHaveLength(3)
  })

  it('C10 a sign-in is retried if the API provably did not receive it', async () => {
    const signedIn = () => new Response(`{"user":${userBody},"access_token":"a","refresh_token":"r"}`)
    const { api, requests } = service([refused, refused, signedIn])
    const outcome = await authenticateWithPassword(api, { email: 'nadia@orchard.example', password: 'p' })
    expect(outcome.status).toBe('complete')
    expect(requests.length).toBe(3)
  })

  it('C10 reports that no request was sent', async () => {
    const { api } = service([refused])
    const error = await caught(authenticateWithRefreshToken(api, { refreshToken: 'r' }))
    expect(error).toMatchObject({ code: 'network', outcome: 'not_sent' })
  })

  it('a DELETE whose response was lost succeeds if the retry returns 404', async () => {
    const { api, requests } = service([reset, status(404)])
    await deleteUser(api, { userId: 'user_1' })
    expect(requests.length).toBe(2)
    const { api: other } = service([status(404)])
    expect(await caught(deleteUser(other, { userId: 'user_1' }))).toMatchObject({ code: 'not_found' })
  })

  it('a DELETE that returns a body fails if its response was lost and the retry returns 404', async () => {
    const { api } = service([reset, status(404)])
    const removed = removeOrganizationRolePermission(api, {
      organizationId: 'org_1',
      slug: 'admin',
      permissionSlug: 'write',
    })
    expect(await caught(removed)).toMatchObject({ code: 'not_found' })
  })

  it('C11 waits as long as the API requests', async () => {
    const { api, events } = service([status(429, { 'retry-after': '7' }), ok])
    await getUser(api, { userId: 'user_1' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'retry', waitMs: 7_000 }))
  })

  it('C11 does not wait past the time limit, and reports how long the wait would have been', async () => {
    const { api, requests } = service([status(429, { 'retry-after': '120' })])
    expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: 120,
    })
    expect(requests.length).toBe(1)
  })
})

describe('aborting', () => {
  it('C12 an abort before the call sends nothing', async () => {
    const { api, requests } = service([ok])
    const call = getUser(api, { userId: 'user_1' }, { signal: AbortSignal.abort() })
    expect(await caught(call)).toMatchObject({ code: 'aborted', outcome: 'not_sent' })
    expect(requests.length).toBe(0)
  })

  it('C12 an abort during back-off stops the call immediately, without another attempt', async () => {
    const controller = new AbortController()
    const onEvent = (event: ApiEvent) => event.type === 'retry' && controller.abort()
    const { api, requests, clock } = service([status(503)], { onEvent })
    const error = await caught(getUser(api, { userId: 'user_1' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted' })
    clock.advance(60_000)
    await Promise.resolve()
    expect(requests.length).toBe(1)
  })

  it('C12 an abort during an attempt prevents another attempt', async () => {
    const controller = new AbortController()
    const { api, requests, clock } = service([
      () => {
        controller.abort()
        return reset()
      },
    ])
    const error = await caught(getUser(api, { userId: 'user_1' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted' })
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(60_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(requests.length).toBe(1)
  })

  it('C12 rejects immediately even if the transport ignores the signal', async () => {
    const controller = new AbortController()
    const never: Fetch = () => new Promise(() => {})
    const api = createApi({ apiKey, fetch: never })
    const call = getUser(api, { userId: 'user_1' }, { signal: controller.signal })
    controller.abort()
    expect(await caught(call)).toMatchObject({ code: 'aborted', outcome: 'unknown' })
  })

  it('C12 leaves no listener on the signal and no timer on the clock', async () => {
    let timers = 0
    const clock = {
      now: () => 0,
      after() {
        timers++
        return () => void timers--
      },
    }
    const { api } = service([ok], { clock })
    const { signal } = new AbortController()
    let listeners = 0
    signal.addEventListener = () => void listeners++
    signal.removeEventListener = () => void listeners--
    await getUser(api, { userId: 'user_1' }, { signal })
    expect([timers, listeners]).toEqual([0, 0])
  })

  it('C13 the time limit covers the body', async () => {
    const clock = manualClock(0)
    let cancelled = false
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new TextEncoder().encode('{'))
        queueMicrotask(() => clock.advance(400))
        return new Promise(() => {})
      },
      cancel: () => {
        cancelled = true
      },
    })
    const api = createApi({ apiKey, clock, timeoutMs: 1_000, fetch: async () => new Response(body) })
    const call = caught(getUser(api, { userId: 'user_1' }))
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(600)
    expect(await call).toMatchObject({ code: 'timeout', outcome: 'unknown', retryable: true })
    expect(cancelled).toBe(true)
  })

  it('the timeoutMs of a call overrides the one of the client', async () => {
    const clock = manualClock(0)
    const api = createApi({ apiKey, clock, fetch: () => new Promise(() => {}) })
    const call = caught(getUser(api, { userId: 'user_1' }, { timeoutMs: 50 }))
    clock.advance(50)
    expect(await call).toMatchObject({ code: 'timeout' })
  })
})

describe('responses', () => {
  it.each([301, 302, 303, 307, 308])(
    'C4 a redirect with status %i is refused and never followed',
    async (code) => {
      const { api, requests } = service([
        () => new Response(null, { status: code, headers: { location: 'https://evil.example' } }),
      ])
      expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({
        code: 'redirected',
        status: code,
      })
      expect(requests.map(({ redirect, url }) => [redirect, url])).toEqual([
        ['manual', 'https://api.workos.com/user_management/users/user_1'],
      ])
    },
  )

  it.each([
    ['an empty body', ''],
    ['HTML', '<html>'],
    ['cut JSON', '{"id":"us'],
    ['null', 'null'],
    ['a list', '[]'],
    ['text', '"user"'],
    ['a number', '7'],
  ])('C14 a 200 with %s is a typed error', async (_what, text) => {
    const { api } = service([() => new Response(text, { headers: { 'x-request-id': 'req_1' } })])
    const error = await caught(getUser(api, { userId: 'user_1' }))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({
      code: 'invalid_response',
      status: 200,
      requestId: 'req_1',
      retryable: false,
    })
  })

  it('C15 keeps unknown fields and fills in missing fields', async () => {
    const response = `{"id":"user_1","email":"n@x","email_verified":false,"new_field":{"inner_key":1},"name":null}`
    const { api } = service([() => new Response(response)])
    expect(await getUser(api, { userId: 'user_1' })).toEqual({
      id: 'user_1',
      email: 'n@x',
      emailVerified: false,
      newField: { innerKey: 1 },
      firstName: null,
      lastName: null,
      name: null,
      profilePictureUrl: null,
      lastSignInAt: null,
      externalId: null,
      metadata: {},
      locale: null,
    })
  })

  it.each([
    ['id', '{"email":"n@x","email_verified":true}'],
    ['id', '{"id":7,"email":"n@x","email_verified":true}'],
    ['id', '{"__proto__":{"id":"user_1"},"email":"n@x","email_verified":true}'],
    ['email', '{"id":"user_1","email":null,"email_verified":true}'],
    ['emailVerified', '{"id":"user_1","email":"n@x","email_verified":"true"}'],
  ])('C15 names the invalid identity field %s', async (field, response) => {
    const { api } = service([() => new Response(response)])
    const error = await caught<TransportError>(getUser(api, { userId: 'user_1' }))
    expect(error).toMatchObject({ code: 'invalid_response', field: `user.${field}` })
    expect(error.message).toContain(`user.${field}`)
  })

  it('C16 stops reading a response after 10 MiB, with or without a Content-Length header', async () => {
    let pulled = 0
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            pulled++
            controller.enqueue(new Uint8Array(1024 * 1024))
          },
        }),
      )
    const announced = () => new Response('{}', { headers: { 'content-length': String(11 * 1024 * 1024) } })
    for (const step of [endless, announced]) {
      const { api } = service([step])
      expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({ code: 'response_too_large' })
    }
    expect(pulled).toBeLessThan(14)
  })

  it('R13: stops reading a response to a sign-in after 256 KiB', async () => {
    const signedIn = (size: number) => () =>
      new Response(`{"access_token":"a","refresh_token":"${'r'.repeat(size)}"}`)
    const announced = () => new Response('{}', { headers: { 'content-length': String(257 * 1024) } })
    for (const [step, code] of [
      [signedIn(255 * 1024), undefined],
      [signedIn(257 * 1024), 'response_too_large'],
      [announced, 'response_too_large'],
    ] as const) {
      const { api } = service([step])
      const error = await authenticateWithRefreshToken(api, { refreshToken: 'r' }).then(
        () => undefined,
        (thrown) => thrown.code,
      )
      expect(error).toBe(code)
    }
  })

  it('C16 refuses JSON nested ten thousand levels deep', async () => {
    const { api } = service([() => new Response(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)])
    expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({ code: 'invalid_response' })
  })

  it('C6 refuses an idempotency key with a line break, before any request', async () => {
    const { api, requests } = service([ok])
    const call = createUser(api, { email: 'n@x' }, { idempotencyKey: 'a\r\nX-Evil: 1' })
    expect(await caught(call)).toMatchObject({ code: 'input_invalid' })
    expect(requests.length).toBe(0)
  })

  it('C5 rejects an ID with dots before any request', async () => {
    const { api, requests } = service([ok])
    expect(await caught(getUser(api, { userId: '../organizations' }))).toMatchObject({
      code: 'input_invalid',
    })
    expect(requests.length).toBe(0)
  })

  it('a public client gets an error for calls that need a key', async () => {
    const { api, requests } = service([ok], { apiKey: null })
    expect(await caught(getUser(api, { userId: 'user_1' }))).toMatchObject({ code: 'api_key_missing' })
    expect(requests.length).toBe(0)
  })
})

describe('events', () => {
  it('report responses, failures and retries, without IDs or secrets', async () => {
    const { api, events } = service([reset, ok])
    await getUser(api, { userId: 'user_1' })
    const place = { method: 'GET', route: '/user_management/users/{}' }
    expect(events).toEqual([
      { ...place, type: 'failure', attempt: 0, code: 'network', durationMs: 0 },
      { ...place, type: 'retry', attempt: 0, waitMs: expect.any(Number) },
      { ...place, type: 'response', attempt: 1, status: 200, requestId: undefined, durationMs: 0 },
    ])
  })

  it('do not break a request if the listener throws', async () => {
    const onEvent = () => {
      throw new Error('disk full')
    }
    const { api } = service([ok], { onEvent })
    expect((await getUser(api, { userId: 'user_1' })).id).toBe('user_1')
  })

  it('G1 an error contains neither the request nor a secret', async () => {
    const leaky: Fetch = async (_url, init) => {
      const error = new Error(`failed with ${init.headers.authorization}`, {
        cause: new Error(`body ${init.body}`),
      })
      throw Object.assign(error, { config: init, request: init })
    }
    const api = createApi({ apiKey, clientId: 'client_1', fetch: leaky, maxRetries: 0 })
    const { inspect } = await import('node:util')
    const calls: Promise<unknown>[] = [
      getUser(api, { userId: 'user_1' }),
      authenticateWithPassword(api, { email: 'n@x', password: 'six tall pear trees' }),
    ]
    for (const call of calls) {
      const shown = inspect(await caught(call), { depth: 9, showHidden: true })
      expect(shown).not.toContain(apiKey)
      expect(shown).not.toContain('pear')
    }
  })
})

it('`stringify` serializes every body', async () => {
  const { api, requests } = service([ok], { stringify: (value) => JSON.stringify(value, null, 1) })
  const user: User = await createUser(api, { email: 'n@x' })
  expect([user.id, requests[0]?.body]).toEqual(['user_1', '{\n "email": "n@x"\n}'])
})
