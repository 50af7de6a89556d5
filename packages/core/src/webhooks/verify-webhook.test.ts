import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { claimInMemory } from './claim-events.ts'
import {
  createWebhookVerifier,
  verifyWebhook,
  type WebhookDelivery,
  type WebhookVerifierOptions,
} from './verify-webhook.ts'

const secret = 'whsec_5kQ8vLr5TyB7sDm3XcZ9pFa'
const older = 'whsec_older_B7sDm3XcZ9pFa5kQ8vLr'
const numRuns = Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100)
const now = Date.parse('2025-03-14T09:26:53.589Z')
const clock = manualClock(now)
const user = { id: 'user_1', email: 'nadia@orchard.example', email_verified: true }
const payload = JSON.stringify({
  object: 'event',
  id: 'event_1',
  event: 'user.created',
  data: user,
  created_at: 'x',
})

const sign = (body: string | Uint8Array, time: number | string = now, key = secret) =>
  createHmac('sha256', key).update(`${time}.`).update(body).digest('hex')
const header = (time: number | string = now, body = payload, key = secret) =>
  `t=${time}, v1=${sign(body, time, key)}`
const verify = (
  signature: string | readonly string[] | null | undefined,
  body: string | Uint8Array = payload,
  options: Partial<WebhookVerifierOptions> = {},
) => verifyWebhook({ secret, clock, payload: body, signature, ...options })

describe('BUG-10: the values that frameworks pass', () => {
  const failureOf = async (delivery: { payload: unknown; signature: unknown }) => {
    try {
      return await verifyWebhook({ secret, clock, ...(delivery as WebhookDelivery) })
    } catch (error) {
      return error
    }
  }

  it.each([
    ['a parsed body', JSON.parse(payload), /express\.raw/],
    ['a stream', new Response(payload).body, /stream/],
    ['a promise', Promise.resolve(payload), /await/],
    ['undefined', undefined, /undefined/],
    ['null', null, /null/],
    ['a number', 5, /number/],
    ['a list of chunks', [new Uint8Array([1])], /object/],
    ['a Blob', new Blob([payload]), /object/],
  ])(
    'are refused if the payload is %s instead of the body, with an error that names it',
    async (_name, body, words) => {
      const failure = await failureOf({ payload: body, signature: header() })
      expect(failure).toMatchObject({
        code: 'input_invalid',
        option: 'payload',
        message: expect.stringMatching(words),
      })
      // The mistake is the same whether or not it was signed.
      expect(await failureOf({ payload: body, signature: null })).toMatchObject({ code: 'input_invalid' })
    },
  )

  it('are refused with an error that contains no part of the value', async () => {
    const failure = (await failureOf({ payload: { key: 'hush' }, signature: ['hush'] })) as Error
    expect(`${failure.message}${JSON.stringify(failure)}`).not.toContain('hush')
  })

  it.each([
    ['bytes in shared memory', Buffer.concat([Buffer.from('x'), Buffer.from(payload)]).subarray(1)],
    ['a data view', new DataView(new TextEncoder().encode(payload).buffer)],
    ['an array buffer', new TextEncoder().encode(payload).buffer],
  ])('are accepted if the payload is %s', async (_name, body) => {
    const outcome = await failureOf({ payload: body, signature: header() })
    expect(outcome).toMatchObject({ status: 'verified' })
  })

  it.each([
    ['a list that contains the header', [header()], 'verified', undefined],
    ['several lines of the header', [`t=${now}`, `v1=${sign(payload)}`], 'verified', undefined],
    [
      'a list with an older signature first',
      [`t=${now}, v1=${'0'.repeat(64)}`, header()],
      'verified',
      undefined,
    ],
    ['an empty list', [], 'refused', 'signature_missing'],
    ['an empty string', '', 'refused', 'signature_missing'],
    ['a list with an empty string', [''], 'refused', 'signature_missing'],
    ['a blank string', ' ', 'refused', 'signature_missing'],
  ])('are accepted if the signature is %s', async (_name, signature, status, reason) => {
    const outcome = await verify(signature)
    expect([outcome.status, 'reason' in outcome ? outcome.reason : undefined]).toEqual([status, reason])
  })

  it.each([[5], [{}], [[null]], [[undefined, header()]], [true]])(
    'are refused if the signature is %j',
    async (signature) => {
      const failure = await failureOf({ payload, signature })
      expect(failure).toMatchObject({ code: 'input_invalid', option: 'signature' })
    },
  )

  it.each(['\n', '\r\n', ' ', '\t'])('are trimmed if the secret was pasted with %j', async (blank) => {
    for (const pasted of [`${secret}${blank}`, `${blank}${secret}`])
      expect(await verify(header(), payload, { secret: pasted })).toMatchObject({ status: 'verified' })
    expect(await verify(header(), payload, { secret: [older, `${secret}${blank}`] })).toMatchObject({
      status: 'verified',
    })
  })
})

describe('verifyWebhook', () => {
  it('returns the event', async () => {
    expect(await verify(header())).toMatchObject({
      status: 'verified',
      event: {
        type: 'user.created',
        event: 'user.created',
        id: 'event_1',
        data: { id: 'user_1', emailVerified: true },
      },
    })
  })

  it('verifies bytes as well as text', async () => {
    const bytes = new TextEncoder().encode(payload)
    expect((await verify(header(), bytes)).status).toBe('verified')
    expect((await verifyWebhook({ secret, clock, payload: bytes.buffer, signature: header() })).status).toBe(
      'verified',
    )
  })

  it('W1 refuses any changed byte of the body', async () => {
    const bytes = new TextEncoder().encode(payload)
    const signature = header()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = bytes.slice()
        changed[at] = (changed[at] as number) ^ change
        expect(await verify(signature, changed)).toEqual({ status: 'refused', reason: 'signature_mismatch' })
      }),
    )
  })

  it('W1 refuses any changed digit of the signature, and any other timestamp', async () => {
    const hex = sign(payload)
    await fc.assert(
      fc.asyncProperty(fc.nat(63), fc.integer({ min: 1, max: 15 }), async (at, change) => {
        const digit = (Number.parseInt(hex[at] as string, 16) ^ change).toString(16)
        const changed = hex.slice(0, at) + digit + hex.slice(at + 1)
        expect(await verify(`t=${now}, v1=${changed}`)).toEqual({
          status: 'refused',
          reason: 'signature_mismatch',
        })
      }),
    )
    expect(await verify(`t=${now + 1}, v1=${hex}`)).toEqual({
      status: 'refused',
      reason: 'signature_mismatch',
    })
  })

  it('W1 never accepts a header that was not signed with the secret, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (signature) => {
        expect((await verify(signature)).status).toBe('refused')
      }),
      { numRuns },
    )
  })

  it.each([
    [''],
    ['short'],
    ['x'.repeat(15)],
    [' '.repeat(40)],
    [undefined],
    [[]],
    [[secret, '']],
    [[secret, 7]],
    [Array(11).fill(secret)],
  ])('W1 refuses to start with the secret %j', (bad) => {
    expect(() => createWebhookVerifier({ secret: bad as string })).toThrow(
      expect.objectContaining({
        code: 'webhook_secret_invalid',
        option: 'secret',
        message: 'secret must be 1 to 10 strings of at least 16 characters.',
      }),
    )
  })

  it('W1 starts with the shortest secret, and with the maximum number of secrets', async () => {
    const short = 'x'.repeat(16)
    const secrets = [...Array(9).fill(secret), short]
    const outcome = await verify(header(now, payload, short), payload, { secret: secrets })
    expect(outcome.status).toBe('verified')
  })

  it.each([180_000, -180_000])('W2 accepts a timestamp %d ms from now', async (offset) => {
    expect((await verify(header(now + offset))).status).toBe('verified')
  })

  it.each([180_001, -180_001])('W2 refuses a timestamp %d ms from now', async (offset) => {
    expect(await verify(header(now + offset))).toEqual({
      status: 'refused',
      reason: 'timestamp_outside_tolerance',
    })
  })

  it.each(['', 'soon', '1e12', '-5', `${now}.5`, '0x10', String(Math.floor(now / 1_000)), `${now}000000`])(
    'W2 refuses the timestamp %j',
    async (time) => {
      const outcome = await verify(header(time))
      expect(outcome.status).toBe('refused')
    },
  )

  it('W2 accepts another tolerance', async () => {
    expect((await verify(header(now - 29_000), payload, { toleranceSeconds: 30 })).status).toBe('verified')
    expect((await verify(header(now - 31_000), payload, { toleranceSeconds: 30 })).status).toBe('refused')
    expect((await verify(header(now - 86_400_000), payload, { toleranceSeconds: 86_400 })).status).toBe(
      'verified',
    )
    for (const toleranceSeconds of [0, -1, Number.NaN, 86_401, 1e9]) {
      expect(() => createWebhookVerifier({ secret, toleranceSeconds })).toThrow(
        expect.objectContaining({
          code: 'option_invalid',
          option: 'toleranceSeconds',
          message: 'toleranceSeconds must be more than 0 and at most 86,400.',
        }),
      )
    }
  })

  it('W3 accepts the parts in any order, spaces, unknown parts and several signatures', async () => {
    const good = sign(payload)
    const bad = sign('other')
    for (const signature of [
      `v1=${good},t=${now}`,
      `  t=${now} ,  v1=${good}  `,
      `t=${now}, v0=abc, scheme, v1=${good}, =, v2=`,
      `t=${now}, v1=${bad}, v1=${good}`,
      `t=${now}, v1=${good.toUpperCase()}`,
      `t=${now}, v1=${good}, t=${now}, v1=${good}`,
      `t=${now - 900_000}, t=${now}, v1=${good}`,
    ]) {
      expect((await verify(signature)).status).toBe('verified')
    }
  })

  it('W3 accepts any of several active secrets', async () => {
    const secrets = { secret: [secret, older] }
    expect((await verify(header(now, payload, older), payload, secrets)).status).toBe('verified')
    expect((await verify(header(), payload, secrets)).status).toBe('verified')
    expect((await verify(header(now, payload, 'whsec_nobody_has_this_one'), payload, secrets)).status).toBe(
      'refused',
    )
  })

  it('W3 refuses absurd counts, and headers with missing parts', async () => {
    const many = `t=${now}, ${Array(100)
      .fill(`v1=${sign(payload)}`)
      .join(', ')}`
    const good = sign(payload)
    for (const signature of [
      many,
      `t=${now}`,
      `v1=${good}`,
      'x'.repeat(5_000),
      `t=${now}, v1=abc`,
      `t=${now}, v1=0${good}`,
      `t=${now}, v1=${good}0`,
      `t=${now}, v0=${good}`,
      `ts=${now}, v1=${good}`,
    ]) {
      expect(await verify(signature)).toEqual({ status: 'refused', reason: 'signature_malformed' })
    }
    for (const missing of ['', null, undefined]) {
      expect(await verify(missing)).toEqual({ status: 'refused', reason: 'signature_missing' })
    }
  })

  it('W3 accepts at most 20 parts and 4096 characters', async () => {
    const good = `t=${now},v1=${sign(payload)}`
    expect((await verify(good + ','.repeat(18))).status).toBe('verified')
    expect(await verify(good + ','.repeat(19))).toMatchObject({ reason: 'signature_malformed' })
    expect((await verify(good.padEnd(4_096))).status).toBe('verified')
    expect(await verify(good.padEnd(4_097))).toMatchObject({ reason: 'signature_malformed' })
  })

  it('W4 reports a repeated event, even if two arrive in parallel', async () => {
    const receive = createWebhookVerifier({ secret, clock, claim: claimInMemory() })
    const outcomes = await Promise.all([1, 2, 3].map(() => receive({ payload, signature: header() })))
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['duplicate', 'duplicate', 'verified'])
  })

  it('W4 remembers a bounded number of events', async () => {
    const claim = claimInMemory(2)
    expect([claim('a'), claim('b'), claim('a'), claim('c'), claim('b'), claim('a')]).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ])
  })

  it.each(['waitlist_user.created', 'constructor', '__proto__', 'toString'])(
    'W4 gives the event %s the type unknown',
    async (name) => {
      const body = JSON.stringify({ id: 'event_2', event: name, data: { some_key: 1 }, created_at: 'x' })
      expect(await verify(header(now, body), body)).toMatchObject({
        status: 'verified',
        event: { type: 'unknown', event: name, data: { someKey: 1 } },
      })
    },
  )

  it('gives an event whose data does not match its name the type unknown', async () => {
    const body = JSON.stringify({ id: 'event_3', event: 'user.created', data: { id: 7 }, created_at: 'x' })
    expect(await verify(header(now, body), body)).toMatchObject({
      event: { type: 'unknown', data: { id: 7 } },
    })
  })

  it('refuses a signed payload that is not UTF-8', async () => {
    const bytes = new TextEncoder().encode(payload.replace('nadia', '\u0001'))
    bytes[bytes.indexOf(1)] = 0xff
    expect(await verify(`t=${now}, v1=${sign(bytes)}`, bytes)).toEqual({
      status: 'refused',
      reason: 'payload_malformed',
    })
  })

  it('G3 never throws for any signed payload', async () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc
        .oneof(
          fc.json(),
          fc.json().map((data) => `{"id":"e","event":"user.created","created_at":"x","data":${data}}`),
        )
        .map((text) => new TextEncoder().encode(text)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const outcome = await verify(`t=${now}, v1=${sign(body)}`, body)
        if (outcome.status === 'refused') expect(outcome.reason).toBe('payload_malformed')
        else expect(outcome.status).toBe('verified')
      }),
      { numRuns },
    )
  })

  it.each(['', 'null', '[]', '{"id":7}', '{"id":"event_1","event":"user.created"}', '{'])(
    'refuses the signed payload %j, which is not an event',
    async (body) => {
      expect(await verify(header(now, body), body)).toEqual({
        status: 'refused',
        reason: 'payload_malformed',
      })
    },
  )
})
