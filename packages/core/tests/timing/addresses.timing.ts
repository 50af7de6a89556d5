import { describe, expect, it } from 'vitest'
import { appOrigin, createFixture } from '../handler/fixture.ts'
import { PASSWORD } from '../handler/signed-in-fixture.ts'

const SAMPLES = 2_000
/** Each response of the API takes this long. The test measures how often the handler waits for one. */
const CALL_MS = 4
/** Above this value, two sets of times are distinguishable. */
const MAXIMUM_T = 4.5

/** Welch's t of two samples: the difference of their means divided by its standard error. */
function welch(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const error = (values: readonly number[]) => {
    const middle = mean(values)
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length
  }
  return (mean(one) - mean(other)) / Math.sqrt(error(one) + error(other))
}

async function timedFixture(signUp: boolean) {
  const fixture = await createFixture({ signUp }, (send) => async (input, init) => {
    const released = new Promise((resolve) => setTimeout(resolve, CALL_MS))
    const response = await send(new Request(input, init))
    await released
    return response
  })
  await fixture.client.createUser({ email: 'known@orchard.example', password: PASSWORD, emailVerified: true })
  return fixture
}

type Fixture = Awaited<ReturnType<typeof timedFixture>>

async function timeOf(fixture: Fixture, path: string, fields: Record<string, string>): Promise<number> {
  const request = new Request(`${appOrigin}/auth${path}`, {
    method: 'POST',
    headers: { origin: appOrigin, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
  const began = performance.now()
  await fixture.handler.handle(request)
  const took = performance.now() - began
  await fixture.handler.settled()
  return took
}

describe('the time of a response', () => {
  it.each([
    ['sign-up', '/sign-up/password', { password: 'another-good-password-9' }, true],
    ['a code', '/sign-in/code/send', {}, true],
    ['a code if sign-ups are closed', '/sign-in/code/send', {}, false],
    [
      'a code with an invitation that does not exist',
      '/sign-in/code/send',
      { invitationToken: 'nope', kind: 'invitation' },
      false,
    ],
    ['a password reset', '/password/forgot', {}, true],
  ] as const)(
    'S-11: does not reveal whether an email address has an account: %s',
    async (_name, path, fields, signUp) => {
      const fixture = await timedFixture(signUp)
      await using _ = fixture.emulator
      const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
      // The first pairs warm up the process. Each pair is in random order, so that a drift affects both equally.
      for (let turn = -50; turn < SAMPLES; turn += 1) {
        const order = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
        for (const kind of order) {
          const email = kind === 'known' ? 'known@orchard.example' : `u${turn + 50}@orchard.example`
          const took = await timeOf(fixture, path, { ...fields, email })
          if (turn >= 0) times[kind].push(took)
        }
      }
      const t = welch(times.known, times.unknown)
      console.log(`${path}: t = ${t.toFixed(2)} over 2 × ${SAMPLES}`)
      expect(Math.abs(t)).toBeLessThan(MAXIMUM_T)
    },
  )
})
