import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byEnd, createRecent } from './recent.ts'

it('keeps at least the most recently used half, and never more entries than its size', () => {
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

it('deletes by key and by value from either half', () => {
  const recent = createRecent<number>(4)
  for (const key of [1, 2, 3, 4]) recent.set(String(key), key)
  recent.delete('1')
  recent.deleteWhere((value) => value >= 3)
  expect([1, 2, 3, 4].map((key) => recent.get(String(key)))).toEqual([undefined, 2, undefined, undefined])
})

it('PERF-1: never exceeds its maximum weight, and keeps the half that was used last', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(weights, (each) => {
      const options = { maximumWeight: 100, weigh: (_key: string, weight: number) => weight }
      const recent = createRecent<number>(1_000, options)
      for (const [index, weight] of each.entries()) recent.set(String(index % 50), weight)
      let held = 0
      recent.deleteWhere((weight) => {
        held += weight
        return false
      })
      expect(held).toBeLessThanOrEqual(100)
      const last = each.at(-1)
      const isRemembered = last !== undefined && last <= 50
      if (isRemembered) expect(recent.get(String((each.length - 1) % 50))).toBe(last)
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100) },
  )
})

it('PERF-1: counts the weight of an entry once, and no longer after it is deleted', () => {
  const recent = createRecent<number>(100, { maximumWeight: 100, weigh: (_key, weight) => weight })
  recent.set('kept', 10)
  for (let round = 0; round < 50; round += 1) {
    recent.set('again', 30)
    recent.set('gone', 10)
    recent.delete('gone')
  }
  expect(recent.get('kept')).toBe(10)
})

it('PERF-1: stores nothing with a size of 0', () => {
  const recent = createRecent<number>(0)
  recent.set('a', 1)
  expect(recent.get('a')).toBeUndefined()
})

it('PERF-1: finds only the complete key, although it looks keys up by their end', () => {
  const end = 'e'.repeat(32)
  const recent = createRecent<number>(100, { indexOf: byEnd })
  recent.set(`a${end}`, 1)
  expect([recent.get(`a${end}`), recent.get(`b${end}`), recent.get(end)]).toEqual([1, undefined, undefined])
  recent.delete(`b${end}`)
  expect(recent.get(`a${end}`)).toBe(1)
  recent.set(`b${end}`, 2)
  expect([recent.get(`a${end}`), recent.get(`b${end}`)]).toEqual([undefined, 2])
})
