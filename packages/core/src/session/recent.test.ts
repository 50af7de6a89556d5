import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRecent } from './recent.ts'

it('remembers the half used last, and never more than its size', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 200, size: 'max' }), (keys) => {
      const recent = createRecent<number>(20)
      for (const key of keys) if (recent.get(String(key)) === undefined) recent.set(String(key), key)
      const lastUsed = [...new Set(keys.toReversed())]
      for (const key of lastUsed.slice(0, 10)) expect(recent.get(String(key))).toBe(key)
      let held = 0
      recent.deleteWhere(() => {
        held += 1
        return false
      })
      expect(held).toBeLessThanOrEqual(20)
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100) },
  )
})

it('forgets by key and by value, whichever half holds it', () => {
  const recent = createRecent<number>(4)
  for (const key of [1, 2, 3, 4]) recent.set(String(key), key)
  recent.delete('1')
  recent.deleteWhere((value) => value >= 3)
  expect([1, 2, 3, 4].map((key) => recent.get(String(key)))).toEqual([undefined, 2, undefined, undefined])
})
