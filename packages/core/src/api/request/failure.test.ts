import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError, TransportError } from '../../errors/index.ts'
import { readFailure } from './failure.ts'

const read = (status: number, body: unknown, secrets: string[] = []) =>
  readFailure({
    status,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    requestId: 'req_1',
    retryAfterSeconds: undefined,
    secrets,
  })

describe('failure()', () => {
  it.each([
    ['{message}', 401, { message: 'Unauthorized' }, 'unauthorized', 'Unauthorized'],
    [
      '{code, message}',
      404,
      { code: 'entity_not_found', message: 'User not found' },
      'entity_not_found',
      'User not found',
    ],
    [
      '{error, error_description}',
      400,
      { error: 'invalid_grant', error_description: 'Used' },
      'invalid_grant',
      'Used',
    ],
    ['a message alone', 500, { message: 'Oops' }, 'server_error', 'Oops'],
    ['a message alone, with 400', 400, { message: 'Not enabled' }, 'bad_request', 'Not enabled'],
    [
      'the text of the status, with messages',
      400,
      { error: 'Bad Request', message: ['Invalid date range', 'No'] },
      'bad_request',
      'Invalid date range',
    ],
    ['an empty code', 409, { code: '', message: 'Taken' }, 'conflict', 'Taken'],
  ])('understands %s', (_shape, status, body, code, message) => {
    const error = read(status, body)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code, message, status, requestId: 'req_1', body })
  })

  it.each([
    [
      [{ code: 'email_required', message: 'Give an email' }],
      [{ code: 'email_required', message: 'Give an email' }],
    ],
    [[{ field: 'email', code: 'required' }], [{ field: 'email', code: 'required' }]],
    [
      [{ property: 'origin', constraints: { isUrl: 'must be a URL' } }],
      [{ field: 'origin', message: 'must be a URL' }],
    ],
    [['email must be an email'], [{ message: 'email must be an email' }]],
    [
      [{ instancePath: '/targets/0/type', message: 'must be equal to constant' }],
      [{ field: 'targets.0.type', message: 'must be equal to constant' }],
    ],
    [[null, 7, []], [{}]],
    [{ email: 'odd' }, []],
  ])('understands the field errors %j', (errors, fieldErrors) => {
    expect(read(422, { code: 'invalid_request_parameters', message: 'No', errors })).toMatchObject({
      fieldErrors,
    })
  })

  it('reads a list of messages as errors without a field', () => {
    const message = ['Invalid date range', 'organization_id must be a string']
    expect(read(400, { error: 'Bad Request', message })).toMatchObject({
      fieldErrors: message.map((one) => ({ message: one })),
    })
  })

  it('reports an unknown code as unrecognized, and keeps the original code', () => {
    for (const code of ['brand_new_code', 'constructor', '__proto__', 'toString']) {
      expect(read(403, { code, message: 'New' })).toMatchObject({ code: 'unrecognized', apiCode: code })
    }
  })

  it.each([
    'null',
    '[]',
    '"text"',
    '7',
    'true',
    '{}',
    '{"code":7}',
    '{"message":{}}',
    '',
    '<html>',
    '{"cut":',
  ])('C14 does not accept %j as a response of the API, regardless of the status', (text) => {
    for (const status of [401, 404, 500, 502]) {
      const error = read(status, text)
      expect(error).toBeInstanceOf(TransportError)
      expect(error).toMatchObject({
        code: 'invalid_response',
        status,
        requestId: 'req_1',
        retryable: status >= 500,
      })
    }
  })

  it('C14 returns a typed error for every body and every status', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ message: fc.anything(), code: fc.anything() }).map(safeJson),
    )
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), anyText, (status, text) => {
        const error = read(status, text)
        expect(typeof error.message).toBe('string')
        expect(typeof error.retryable).toBe('boolean')
        expect(error.status).toBe(status)
        if (error instanceof TransportError) expect(error.excerpt?.length ?? 0).toBeLessThanOrEqual(200)
      }),
    )
  })

  it('C14 keeps a short, sanitized excerpt of the body', () => {
    const page = `<html>\n<body>\u0000 key sk_test_4Fh8QmZr2Lw Bearer abc.def ${'x'.repeat(500)}`
    const { excerpt } = read(502, page) as TransportError
    expect(excerpt).toMatch(/^<html> <body> key \[redacted\] \[redacted\] x+$/)
    expect(excerpt?.length).toBe(200)
  })

  it('G1 removes every secret of the request from a response that repeats it', () => {
    const password = 'six "tall" pear trees'
    const echoes = [password, JSON.stringify(password), encodeURIComponent(password)].join(' ')
    const error = read(400, { code: 'invalid_credentials', message: echoes, errors: [echoes] }, [password])
    const shown = inspect(error, { depth: 9 }) + JSON.stringify(error)
    expect(shown).not.toMatch(/pear/)
  })

  it('G1 shows the pending token only in body', () => {
    const pending = 'pQ7sVb2XnL9kTf4RyM6wZc8Jd'
    const error = read(403, {
      code: 'mfa_challenge',
      message: `Token ${pending}`,
      pending_authentication_token: pending,
    }) as ApiError
    const shown = [
      inspect(error, { depth: 9, showHidden: true, customInspect: false }),
      JSON.stringify(error),
      JSON.stringify(Object.entries(error)),
      error.message,
      error.stack,
      String(error),
    ]
    expect(shown.join()).not.toContain(pending)
    expect(error.body).toMatchObject({ pending_authentication_token: pending })
  })

  it('C17 never sets a prototype from a body', () => {
    const error = read(403, '{"message":"No","__proto__":{"admin":true}}') as ApiError
    expect((error.body as { admin?: boolean }).admin).toBeUndefined()
  })
})

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
