import { expect, it } from 'vitest'
import { rememberSuccess } from './remember-success.ts'

function setUp(...results: (string | Error)[]) {
  let calls = 0
  const load = rememberSuccess(async () => {
    const result = results[calls]
    calls += 1
    if (typeof result !== 'string') throw result
    return result
  })
  return { load, calls: () => calls }
}

it('loads once for concurrent and later callers', async () => {
  const { load, calls } = setUp('loaded')
  expect(calls()).toBe(0)
  expect(await Promise.all([load(), load()])).toEqual(['loaded', 'loaded'])
  expect(await load()).toBe('loaded')
  expect(calls()).toBe(1)
})

it('loads again after a failure, and every waiting caller receives that failure', async () => {
  const { load, calls } = setUp(new Error('too many open files'), 'loaded')
  const results = await Promise.allSettled([load(), load()])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(calls()).toBe(1)
  expect(await load()).toBe('loaded')
  expect(calls()).toBe(2)
})
