import { afterAll, describe, expect, it } from 'vitest'
import { digitsOf } from '../src/engine/domain/codes/guesses.ts'
import { type Caller, callerFor, PASSWORD, start, verifiedUser } from './fixture.ts'

const shared = await start()
const limited = await start({ limits: 'documented' })
afterAll(() => Promise.all([shared.emulator.close(), limited.emulator.close()]))

const MFA = 'urn:workos:oauth:grant-type:mfa-totp'
const MAGIC = 'urn:workos:oauth:grant-type:magic-auth:code'
const MOST_WRONG = 20

const fresh = async ({ emulator }: Caller) => callerFor(emulator, await emulator.createEnvironment())

/** A user with a confirmed authenticator app. */
async function enrolled(caller: Caller, email: string) {
  const id = await verifiedUser(caller, email)
  const { body } = await caller.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
  const factorId = body.authentication_factor.id as string
  await confirm(caller, body.authentication_challenge.id, id)
  await caller.environment.clock.advance({ minutes: 11 })
  return { id, factorId }
}

async function confirm(caller: Caller, challengeId: string, userId: string) {
  const code = await caller.environment.totp(userId)
  const { body } = await caller.call('POST', `/auth/challenges/${challengeId}/verify`, { code })
  expect(body.valid).toBe(true)
}

async function wrongTotp(caller: Caller, userId: string): Promise<string> {
  const right = await caller.environment.totp(userId)
  return ((Number(right) + 500_000) % 1_000_000).toString().padStart(6, '0')
}

/** Signs in with the password from a separate IP address, and guesses five times. Returns the number of compared guesses. */
async function guessAfterPassword(caller: Caller, email: string, userId: string, n: number): Promise<number> {
  const ip_address = `203.0.113.${n}`
  const client = { ip_address, user_agent: `browser ${n}` }
  const step = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD, ...client })
  if (step.status !== 403) return 0
  const challenge = await caller.call(
    'POST',
    `/auth/factors/${step.body.authentication_factors[0].id}/challenge`,
  )
  let compared = 0
  for (let guess = 0; guess < 5; guess++) {
    const { body } = await caller.authenticate({
      grant_type: MFA,
      code: await wrongTotp(caller, userId),
      pending_authentication_token: step.body.pending_authentication_token,
      authentication_challenge_id: challenge.body.id,
      ...client,
    })
    if (body.code === 'invalid_one_time_code') compared++
  }
  return compared
}

describe.each([
  ['off', shared],
  ['documented', limited],
] as const)('if limits are %s', (_limits, server) => {
  it('A2, S-02, N8: new challenges, passwords, browsers and IP addresses allow no more guesses at a second factor', async () => {
    const caller = await fresh(server)
    const { id, factorId } = await enrolled(caller, 'guessed@orchard.example')
    let compared = 0
    for (let n = 0; n < 6; n++) compared += await guessAfterPassword(caller, 'guessed@orchard.example', id, n)
    for (let n = 0; n < 4; n++) {
      const { body } = await caller.call('POST', `/auth/factors/${factorId}/challenge`)
      for (let guess = 0; guess < 5; guess++) {
        const response = await caller.call('POST', `/auth/challenges/${body.id}/verify`, {
          code: await wrongTotp(caller, id),
        })
        if (response.status === 201) compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
    expect(compared).toBeLessThanOrEqual(MOST_WRONG)
    await caller.environment.clock.advance({ minutes: 10 })
    expect(await guessAfterPassword(caller, 'guessed@orchard.example', id, 99)).toBe(5)
  })

  it('N8: another second factor allows no more guesses', async () => {
    const caller = await fresh(server)
    const id = await verifiedUser(caller, 'many@orchard.example')
    let compared = 0
    for (let n = 0; n < 8; n++) {
      const { body } = await caller.call('POST', `/user_management/users/${id}/auth_factors`, {
        type: 'totp',
      })
      for (let guess = 0; guess < 5; guess++) {
        const response = await caller.call(
          'POST',
          `/auth/challenges/${body.authentication_challenge.id}/verify`,
          { code: 'no code' },
        )
        if (response.status === 201) compared++
      }
    }
    expect(compared).toBeLessThanOrEqual(MOST_WRONG)
  })

  it('N7: codes sent to different addresses share one budget', async () => {
    const caller = await fresh(server)
    const id = await verifiedUser(caller, 'moves@orchard.example')
    let compared = 0
    for (let n = 0; n < 10; n++) {
      await caller.call('POST', `/user_management/users/${id}/email_change/send`, {
        new_email: `${n % 2 === 0 ? 'here' : 'there'}@orchard.example`,
      })
      for (let guess = 0; guess < 6; guess++) {
        const path = `/user_management/users/${id}/email_change/confirm`
        const { body } = await caller.call('POST', path, { code: 'no code' })
        if (body.code === 'email_change_code_incorrect') compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
    expect(compared).toBeLessThanOrEqual(MOST_WRONG)
  })

  it('N7: codes that are sent again share one budget, regardless of their purpose', async () => {
    const caller = await fresh(server)
    const email = 'again@orchard.example'
    const created = await caller.call('POST', '/user_management/users', { email, password: PASSWORD })
    let compared = 0
    for (let n = 0; n < 6; n++) {
      await caller.call('POST', '/user_management/magic_auth', { email })
      await caller.call('POST', `/user_management/users/${created.body.id}/email_verification/send`)
      for (let guess = 0; guess < 5; guess++) {
        const magic = await caller.authenticate({ grant_type: MAGIC, email, code: 'no code' })
        const path = `/user_management/users/${created.body.id}/email_verification/confirm`
        const verify = await caller.call('POST', path, { code: 'no code' })
        if (magic.body.code === 'invalid_one_time_code') compared++
        if (verify.body.code === 'email_verification_code_incorrect') compared++
      }
      await caller.environment.clock.advance({ seconds: 61 })
    }
    expect(compared).toBeLessThanOrEqual(MOST_WRONG)
  })

  it('S-02: guessing in parallel allows no extra attempts, and users do not share a budget', async () => {
    const caller = await fresh(server)
    const { id, factorId } = await enrolled(caller, 'parallel@orchard.example')
    const other = await enrolled(caller, 'other@orchard.example')
    const challenges = await Promise.all(
      Array.from(
        { length: 6 },
        async () => (await caller.call('POST', `/auth/factors/${factorId}/challenge`)).body.id,
      ),
    )
    const guesses = challenges.flatMap((challenge) =>
      Array.from({ length: 5 }, () =>
        caller.call('POST', `/auth/challenges/${challenge}/verify`, { code: 'none' }),
      ),
    )
    const compared = (await Promise.all(guesses)).filter(({ status }) => status === 201)
    expect(compared).toHaveLength(10)
    const own = await caller.call('POST', `/auth/factors/${other.factorId}/challenge`)
    await confirm(caller, own.body.id, other.id)
    expect(id).not.toBe(other.id)
  })

  it('S-02: correct codes never count', async () => {
    const caller = await fresh(server)
    const { id, factorId } = await enrolled(caller, 'right@orchard.example')
    for (let n = 0; n < 15; n++) {
      await caller.environment.clock.advance({ seconds: 30 })
      const { body } = await caller.call('POST', `/auth/factors/${factorId}/challenge`)
      await confirm(caller, body.id, id)
    }
  })
})

it('S-02: all spellings of an email address share one budget', async () => {
  const caller = await fresh(limited)
  const spellings = ['a@münchen.example', 'A@xn--mnchen-3ya.example', ' a@MÜNCHEN.example ']
  const statuses: number[] = []
  for (let n = 0; n < 6; n++) {
    const { status } = await caller.call('POST', '/user_management/magic_auth', { email: spellings[n % 3] })
    statuses.push(status)
  }
  expect(statuses.filter((status) => status === 201)).toHaveLength(3)
})

describe('the digits of a code', () => {
  const zeros: string[] = []
  for (let code = 0x30; code < 0x20000; code++) {
    const digit = String.fromCodePoint(code)
    if (/^\p{Nd}$/u.test(digit) && !/^\p{Nd}$/u.test(String.fromCodePoint(code - 1))) zeros.push(digit)
  }

  it('N23: are recognized in every Unicode script', () => {
    expect(zeros.length).toBeGreaterThan(60)
    for (const zero of zeros) {
      const first = zero.codePointAt(0) ?? 0
      const typed = [4, 0, 9, 1, 7, 3].map((value) => String.fromCodePoint(first + value)).join('')
      expect(digitsOf(typed), zero).toBe('409173')
    }
  })

  it.each([
    '409 173',
    '409-173',
    ' 4 0 9 1 7 3\n',
    '409\u2013173',
    '409\u00a0173',
    '4091\u200b73',
    '４０９１７３',
  ])('N23: are recognized in %j', (typed) => {
    expect(digitsOf(typed)).toBe('409173')
  })

  it.each(['40917x', '409.173', '', 'x'.repeat(2000)])(
    'are not extracted from %j, which stays unchanged',
    (typed) => {
      expect(digitsOf(typed)).toBe(typed)
    },
  )

  it('N23: are accepted in any script wherever a code is used', async () => {
    const caller = await fresh(shared)
    const { body } = await caller.call('POST', '/user_management/magic_auth', {
      email: 'digits@orchard.example',
    })
    const arabic = body.code.replace(/\d/g, (digit: string) => String.fromCodePoint(0x660 + Number(digit)))
    const code = `${arabic.slice(0, 3)} ${arabic.slice(3)}`
    const session = await caller.authenticate({ grant_type: MAGIC, email: 'digits@orchard.example', code })
    expect(session.status).toBe(200)
  })
})
