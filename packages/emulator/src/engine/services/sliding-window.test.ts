import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Burst, spend } from './sliding-window.ts'

const MINUTE = { uses: 10, spanMs: 60_000 }

/** Requests one use at each of these times, in order. Returns the times at which it was granted. */
function useAt(times: number[], allowance = MINUTE) {
  let bursts: Burst[] = []
  const granted: number[] = []
  for (const now of times) {
    const spending = spend(bursts, now, allowance, 1)
    bursts = spending.bursts
    if (spending.granted === 1) granted.push(now)
  }
  return { granted, bursts }
}

/** Delays between uses: close together, occasional, and about a minute. */
const step = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 4000 }),
  fc.integer({ min: 57_000, max: 60_000 }),
)
const times = fc
  .array(step, { maxLength: 100 })
  .map((steps) => steps.map((_, n) => steps.slice(0, n + 1).reduce((sum, step) => sum + step, 0)))

describe('an allowance of 10 a minute', () => {
  it('is never exceeded in any minute, regardless of when the uses occur', () => {
    fc.assert(
      fc.property(times, (requested) => {
        const { granted } = useAt(requested)
        for (const from of granted) {
          expect(granted.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(10)
        }
      }),
    )
  })

  it('refuses no caller whose rate is at least one fiftieth lower', () => {
    fc.assert(
      fc.property(times, (requested) => {
        const { granted } = useAt(requested)
        const refused = requested.filter((at) => !granted.includes(at))
        for (const at of refused) {
          const lately = granted.filter((earlier) => earlier > at - 61_200 && earlier <= at)
          expect(lately.length).toBe(10)
        }
      }),
    )
  })

  it('is fully available again one minute after the last use', () => {
    const { bursts } = useAt(Array(12).fill(0))
    expect(spend(bursts, 59_999, MINUTE, 3)).toMatchObject({ granted: 0, freeInMs: 1 })
    expect(spend(bursts, 60_000, MINUTE, 12).granted).toBe(10)
  })

  it('is granted in part if several uses are requested at once', () => {
    expect(spend([{ from: 0, last: 0, uses: 8 }], 10, MINUTE, 5)).toMatchObject({
      granted: 2,
      bursts: [{ from: 0, last: 10, uses: 10 }],
    })
  })

  it('applies on a node whose clock is slightly behind, and is dropped when the clock is set back', () => {
    const { bursts } = useAt(Array(10).fill(100_000))
    expect(spend(bursts, 99_000, MINUTE, 1).granted).toBe(0)
    expect(spend(bursts, 10_000, MINUTE, 1).granted).toBe(1)
  })
})

it('stores about fifty numbers for a large allowance instead of every use', () => {
  const requested = Array.from({ length: 20_000 }, (_, n) => n * 10)
  const { bursts, granted } = useAt(requested, { uses: 6000, spanMs: 60_000 })
  expect(bursts.length).toBeLessThanOrEqual(51)
  expect(granted.length).toBeGreaterThan(19_500)
})
