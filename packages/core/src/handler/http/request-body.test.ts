import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { BodyError, readFields, readFormFields } from './request-body.ts'

function post(body: BodyInit | null, type?: string) {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  return new Request('https://app.example.com/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit)
}

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

/** A body that arrives in these chunks, and then closes, breaks or hangs. */
function stream(pieces: readonly (string | Uint8Array)[], end: 'close' | 'break' | 'hang' = 'close') {
  const state = { isCancelled: false }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
      }
      if (end === 'close') controller.close()
    },
    pull(controller) {
      if (end === 'break') controller.error(new Error('broken off'))
    },
    cancel() {
      state.isCancelled = true
    },
  })
  return { body, state }
}

const failureOf = (request: Request, stallMs?: number) =>
  readFields(request, stallMs).then(
    () => undefined,
    (error) => ({ status: error.status, code: error.code, message: error.message }),
  )

const statusOf = (request: Request, stallMs?: number) =>
  readFields(request, stallMs).then(
    () => 200,
    (error) => (error instanceof BodyError ? error.status : 500),
  )

function jsonOf(count: number) {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, ':'])))
}

describe('the reader of request fields', () => {
  it('reports a truncated body if the browser disconnected before it sent anything', async () => {
    const abort = new AbortController()
    abort.abort()
    const headers = { 'content-type': json, 'content-length': '17' }
    const request = { headers: new Headers(headers), body: null, bodyUsed: false, signal: abort.signal }
    expect(await failureOf(request as unknown as Request)).toMatchObject({
      status: 400,
      message: 'The request body ended early.',
    })
  })

  it('reads JSON and forms', async () => {
    const sent = await readFields(
      post('{"email":"a@b.example","n":1,"gone":null}', 'application/json; charset=utf-8'),
    )
    expect({ ...sent.fields }).toEqual({ email: 'a@b.example', n: '1' })
    const posted = await readFields(post('email=a%40b.example&x=', form))
    expect({ ...posted.fields }).toEqual({ email: 'a@b.example', x: '' })
    expect([sent.isForm, posted.isForm]).toEqual([false, true])
  })

  it('X2 accepts no other content type', async () => {
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      undefined,
      '',
    ]) {
      const body = new TextEncoder().encode('{"a":"b"}')
      expect(await failureOf(post(body, type))).toMatchObject({ status: 415, code: 'invalid_request' })
    }
  })

  it('recognizes a content type in upper or lower case and with parameters', async () => {
    expect((await readFields(post('{"a":"b"}', 'Application/JSON ; charset=utf-8'))).fields.a).toBe('b')
    expect((await readFields(post('a=b', 'APPLICATION/x-www-form-urlencoded;x'))).isForm).toBe(true)
  })

  it.each([null, ''])('reads no fields from the body %j', async (body) => {
    const { fields, isForm } = await readFields(post(body))
    expect([Object.keys(fields), isForm]).toEqual([[], false])
  })

  it('decodes characters that are split across chunks', async () => {
    const bytes = new TextEncoder().encode('{"name":"Zoë 🗝"}')
    const { body } = stream(Array.from(bytes, (byte) => Uint8Array.of(byte)))
    expect((await readFields(post(body, json))).fields.name).toBe('Zoë 🗝')
  })

  it.each([
    ['[]', 400],
    ['"text"', 400],
    ['null', 400],
    ['{"a":', 400],
    ['{"a":"1","a":"2"}', 400],
    ['{"a":"1","\\u0061":"2"}', 400],
    ['{"a":{"b":1}}', 400],
    [`{"a":${'['.repeat(65)}${']'.repeat(65)}}`, 400],
    ['{"a":[]}', 400],
    ['{"a":"1","b":"\\"","a":"2"}', 400],
    [jsonOf(64), 200],
    [jsonOf(65), 400],
    [`{"a":"${'x'.repeat(64 * 1024 - 8)}"}`, 200],
    [`{"a":"${'x'.repeat(64 * 1024 - 7)}"}`, 413],
    ['', 200],
    ['{}', 200],
    ['{"a":true,"b":false,"c":1.5}', 200],
    ['{"a:b":"c:d","e":"{[:]}\\"{"}', 200],
    ['{"__proto__":"x"}', 200],
  ])('X5 responds to %.40s with %i', async (body, status) => {
    expect(await statusOf(post(body, 'application/json'))).toBe(status)
  })

  it.each([
    ['5', json, 'must be a JSON object'],
    ['[]', json, 'must be a JSON object'],
    ['{"a"', json, 'not valid JSON'],
    ['{"a":{}}', json, 'a must be text'],
    ['{"a":1,"a":1}', json, 'sent twice'],
    [jsonOf(65), json, 'Too many fields'],
    ['a=1&a=1', form, 'a was sent twice'],
    ['%ff'.repeat(30_000), form, 'larger than 64 KiB'],
    ['{}', 'text/plain', 'Send application/json'],
  ])('X5 logs why it refuses %.40j', async (body, type, why) => {
    await expect(readFields(post(body, type))).rejects.toThrow(why)
  })

  it('X5 refuses a form field that was sent twice, and more fields than any form has', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=x`).join('&')
    expect(await failureOf(post('a=1&a=2', form))).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await statusOf(post(fields(64), form))).toBe(200)
    expect(await statusOf(post(fields(65), form))).toBe(400)
  })

  it('X5 refuses a body because of its Content-Length, without reading it', async () => {
    const { body } = stream(['{'], 'hang')
    const request = post(body, json)
    request.headers.set('content-length', String(64 * 1024 + 1))
    expect(await failureOf(request, 10)).toMatchObject({ status: 413, code: 'invalid_request' })
    const fitting = post(stream(['{}']).body, json)
    fitting.headers.set('content-length', String(64 * 1024))
    expect(await statusOf(fitting)).toBe(200)
  })

  it.each([
    ['bytes that are not UTF-8', stream([Uint8Array.of(0x22, 0xff, 0x22)]).body],
    ['a character that is cut off', stream(['{"a":"', Uint8Array.of(0xc3)]).body],
    ['a connection that breaks', stream(['{"a":'], 'break').body],
  ])('X5 refuses %s', async (_name, body) => {
    expect(await failureOf(post(body, form))).toEqual({
      status: 400,
      code: 'invalid_request',
      message: expect.stringMatching(/^The request body (ended early|is not UTF-8)\.$/),
    })
  })

  it('X5 leaves no timer running, and cancels a body that it refuses', async () => {
    vi.useFakeTimers()
    try {
      await readFields(post('{}', json))
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
    const { body, state } = stream(['x'.repeat(65 * 1024)], 'hang')
    expect(await statusOf(post(body, json))).toBe(413)
    expect(state.isCancelled).toBe(true)
  })

  it('X5 stops reading a stalled body and a body that exceeds the limit', async () => {
    const stalled = stream(['{'], 'hang').body
    expect(await failureOf(post(stalled, json), 10)).toEqual({
      status: 408,
      code: 'timeout',
      message: 'The request body stalled.',
    })
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(97)),
    })
    expect(await statusOf(post(endless, 'application/json'))).toBe(413)
  })

  it('X5 reads both types of forms, without files, and applies the same limits to both', async () => {
    const request = (body: BodyInit) => new Request('https://app.example.com', { method: 'POST', body })
    const fields = new FormData()
    fields.set('email', 'nadia@orchard.example')
    fields.set('picture', new Blob(['x']), 'x.png')
    expect(await readFormFields(request(fields))).toEqual({ email: 'nadia@orchard.example' })
    expect(await readFormFields(request(new URLSearchParams({ email: 'a' })))).toEqual({ email: 'a' })
    fields.append('email', 'again')
    await expect(readFormFields(request(fields))).rejects.toMatchObject({ status: 400 })
    const large = post('x'.repeat(65 * 1024), 'multipart/form-data; boundary=x')
    await expect(readFormFields(large)).rejects.toMatchObject({ status: 413 })
    await expect(readFormFields(post('no boundary', 'multipart/form-data'))).rejects.toMatchObject({
      status: 400,
    })
    await expect(readFormFields(post('{}', json))).rejects.toMatchObject({ status: 415 })
  })

  it('G3 never fails with any error other than a BodyError', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string(), fc.uint8Array()),
        fc.constantFrom(json, form),
        async (body, type) => {
          expect(await statusOf(post(body as BodyInit, type))).toBeLessThan(500)
        },
      ),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 500) },
    )
  })
})
