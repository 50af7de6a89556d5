import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyError, readFields } from './body.ts'

function post(body: BodyInit | null, type?: string) {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  return new Request('https://app.example.com/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit)
}

const statusOf = (request: Request, stallMs?: number) =>
  readFields(request, stallMs).then(
    () => 200,
    (error) => (error instanceof BodyError ? error.status : 500),
  )

describe('request fields', () => {
  it('reads JSON and forms alike', async () => {
    const json = await readFields(
      post('{"email":"a@b.example","n":1,"gone":null}', 'application/json; charset=utf-8'),
    )
    expect({ ...json.fields }).toEqual({ email: 'a@b.example', n: '1' })
    const form = await readFields(post('email=a%40b.example&x=', 'application/x-www-form-urlencoded'))
    expect({ ...form.fields }).toEqual({ email: 'a@b.example', x: '' })
    expect([json.isForm, form.isForm]).toEqual([false, true])
  })

  it('X2 takes no other content type', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/jsonp', undefined]) {
      expect(await statusOf(post('{"a":"b"}', type))).toBe(415)
    }
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
    [`{"a":"${'x'.repeat(65 * 1024)}"}`, 413],
    ['{"a:b":"c:d","e":"{[:]}\\"{"}', 200],
    ['{"__proto__":"x"}', 200],
  ])('X5 answers %.40s with %i', async (body, status) => {
    expect(await statusOf(post(body, 'application/json'))).toBe(status)
  })

  it('X5 refuses a form field that was sent twice', async () => {
    expect(await statusOf(post('a=1&a=2', 'application/x-www-form-urlencoded'))).toBe(400)
  })

  it('X5 stops a stalled body and one that grows past the limit', async () => {
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    })
    expect(await statusOf(post(stalled, 'application/json'), 10)).toBe(408)
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(97)),
    })
    expect(await statusOf(post(endless, 'application/json'))).toBe(413)
  })

  it('G3 never fails with anything but a BodyError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), async (body) => {
        expect(await statusOf(post(body as BodyInit, 'application/json'))).toBeLessThan(500)
      }),
      { numRuns: 500 },
    )
  })
})
