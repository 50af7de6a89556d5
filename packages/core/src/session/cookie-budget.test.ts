import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SetCookie } from './cookie.ts'
import { cookieScope, ownCookie } from './cookie.ts'
import { roomForFlow, withinBudget } from './cookie-budget.ts'

const scope = cookieScope(new URL('https://app.example.com'), 'lk')
const PREFIX = '__Host-lk-'
const BUDGET = 7_600

const flow = (index: number) => `${PREFIX}flow-${String(index).padStart(7, '0')}abcdefghijkl`
/** A cookie that takes this many characters in a header. */
const sized = (name: string, size: number) => `${name}=${'x'.repeat(size - name.length - 3)}`

const cookie = (name: string, size: number, maxAge?: number): SetCookie => {
  const value = 'x'.repeat(Math.max(0, size - name.length - 3))
  return ownCookie({ secure: true, name: '', prefix: '' }, name, value, maxAge)
}

const dropped = (header: string[], cookies: SetCookie[]) =>
  withinBudget(scope, header.join('; '), cookies)
    .slice(cookies.length)
    .map(({ name, value, maxAge }) => (value === '' && maxAge === 0 ? name : `not deleted: ${name}`))

describe('the room for an unfinished sign-in', () => {
  it('is what the other cookies of this app leave of the budget', () => {
    expect(roomForFlow(scope, null)).toBe(BUDGET)
    expect(roomForFlow(scope, sized(`${PREFIX}session`, 1_000))).toBe(BUDGET - 1_000)
    expect(roomForFlow(scope, `${sized(`${PREFIX}session`, 1_000)}; ${sized('lk-hint', 100)}`)).toBe(
      BUDGET - 1_100,
    )
    const both = `${sized(`${PREFIX}session`, 1_000)}; ${sized(`${PREFIX}session`, 1_000)}`
    expect(roomForFlow(scope, both)).toBe(BUDGET - 2_000)
  })

  it('is not reduced by other sign-ins, which can be dropped, or by cookies of other apps', () => {
    const header = [
      sized(flow(1), 500),
      sized('other', 500),
      sized('__Host-lk2-session', 500),
      sized('hint-lk-', 500),
      sized('lkhint', 500),
    ]
    expect(roomForFlow(scope, header.join('; '))).toBe(BUDGET)
  })
})

describe('the cookies of a response', () => {
  it('are unchanged if there are none, or if all fit', () => {
    const none: SetCookie[] = []
    expect(withinBudget(scope, sized(flow(1), BUDGET + 1), none)).toBe(none)
    const fitting = [cookie(`${PREFIX}session`, BUDGET - 500)]
    expect(withinBudget(scope, sized(flow(1), 500), fitting)).toBe(fitting)
  })

  it('N15: delete the oldest sign-ins, as many as exceed the budget', () => {
    const header = [3, 1, 2].map((index) => sized(flow(index), 500))
    const session = (size: number) => [cookie(`${PREFIX}session`, size)]
    expect(dropped(header, session(BUDGET - 1_500))).toEqual([])
    expect(dropped(header, session(BUDGET - 1_499))).toEqual([flow(1)])
    expect(dropped(header, session(BUDGET - 1_000))).toEqual([flow(1)])
    expect(dropped(header, session(BUDGET - 999))).toEqual([flow(1), flow(2)])
    expect(dropped(header, session(BUDGET + 1))).toEqual([flow(1), flow(2), flow(3)])
  })

  it('N15: delete no sign-in that they set, and nothing that is not a sign-in', () => {
    const header = [
      sized(flow(1), 3_000),
      sized(`${PREFIX}flow-hint`, 3_000),
      sized(`${PREFIX}session`, 3_000),
    ]
    expect(dropped(header, [cookie(flow(1), 3_000)])).toEqual([])
    expect(dropped([...header, sized(flow(2), 500)], [cookie(flow(1), 3_000)])).toEqual([flow(2)])
  })

  it('count in place of those that the browser has', () => {
    const header = [sized(`${PREFIX}session`, BUDGET - 500), sized(flow(1), 500)]
    expect(dropped(header, [cookie(`${PREFIX}session`, BUDGET - 400)])).toEqual([flow(1)])
    expect(dropped(header, [cookie(`${PREFIX}session`, 0, 0), cookie(flow(2), 1_000)])).toEqual([])
  })

  it('N15: never exceed the budget together with the other cookies, if the sign-ins are what exceeds it', () => {
    const names = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 9 })
    fc.assert(
      fc.property(
        names,
        fc.integer({ min: 60, max: 4_000 }),
        fc.integer({ min: 60, max: 3_600 }),
        (ids, size, own) => {
          const header = ids.map((id) => sized(flow(id), size))
          const gone = new Set(dropped(header, [cookie(`${PREFIX}session`, own)]))
          const left = ids.filter((id) => !gone.has(flow(id)))
          expect(left.length * size + own).toBeLessThanOrEqual(BUDGET)
          if (gone.size > 0) expect((left.length + 1) * size + own).toBeGreaterThan(BUDGET)
          expect(left.every((id) => [...gone].every((name) => name < flow(id)))).toBe(true)
        },
      ),
    )
  })
})
