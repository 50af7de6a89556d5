import { expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { createSignedOutSessions } from './signed-out-sessions.ts'

const DAY = 24 * 60 * 60_000
const result = { status: 'exchanged' } as const

function setUp({ failures = 0 } = {}) {
  const clock = manualClock(1_750_000_000_000)
  const marks = new Map<string, number>()
  const background: Promise<unknown>[] = []
  let isDown = false
  const sessions = createSignedOutSessions({
    successors: {
      async isSignedOut(sessionId) {
        if (isDown) throw new Error('down')
        return marks.has(sessionId)
      },
      async markSignedOut(sessionId, ttlMs) {
        failures -= 1
        if (failures >= 0) throw new Error('down')
        marks.set(sessionId, ttlMs)
      },
    },
    clock,
    wait: async () => {},
    background: (work) => void background.push(work),
    maximum: 10,
  })
  return { clock, marks, background, sessions, stop: () => (isDown = true) }
}

it('marks a session for every instance, and stores it locally for a day', async () => {
  const { clock, marks, background, sessions } = setUp()
  await sessions.mark('session_1')
  expect([...marks]).toEqual([['session_1', DAY]])
  expect(background).toEqual([])
  expect(sessions.wasMarkedHere('session_1')).toBe(true)
  expect(sessions.wasMarkedHere('session_2')).toBe(false)
  clock.advance(DAY)
  expect(sessions.wasMarkedHere('session_1')).toBe(false)
})

it('stores the mark in the background if the store is unavailable', async () => {
  const { marks, background, sessions } = setUp({ failures: 2 })
  await sessions.mark('session_1')
  expect(background).toHaveLength(1)
  await Promise.all(background)
  expect(marks.has('session_1')).toBe(true)
})

it('gives a sign-out precedence over the result of a refresh', async () => {
  const { sessions, stop } = setUp()
  expect(await sessions.unlessMarked(result, 'session_1')).toBe(result)
  await sessions.mark('session_1')
  expect(await sessions.unlessMarked(result, 'session_1')).toEqual({ status: 'ended' })
  stop()
  expect(await sessions.unlessMarked(result, 'session_1')).toBe(result)
})
