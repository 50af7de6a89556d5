import { expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { createRefusedOrganizations } from './refused-organizations.ts'

const session = { accessToken: 'a', refreshToken: 'r', user, startedAt: 0, rev: 1 }
const refused = { status: 'refused', refusal: 'not a member' } as const

function setUp() {
  const clock = manualClock(1_750_000_000_000)
  const refusals = createRefusedOrganizations<string>(clock, 10)
  refusals.note('session_1', 'org_1', refused)
  return { clock, refusals }
}

it('remembers a refusal for 15 seconds, only for its session and organization', () => {
  const { clock, refusals } = setUp()
  expect(refusals.get('session_1', 'org_1')).toBe('not a member')
  expect(refusals.get('session_1', 'org_2')).toBeUndefined()
  expect(refusals.get('session_2', 'org_1')).toBeUndefined()
  clock.advance(15_000)
  expect(refusals.get('session_1', 'org_1')).toBeUndefined()
})

it('forgets a refusal if the API returns a token later, but not if it cannot be reached', () => {
  const { refusals } = setUp()
  refusals.note('session_1', 'org_1', { status: 'unavailable' })
  expect(refusals.get('session_1', 'org_1')).toBe('not a member')
  refusals.note('session_1', 'org_1', { status: 'exchanged', session })
  expect(refusals.get('session_1', 'org_1')).toBeUndefined()
})

it('forgets a refusal if the user chooses the organization', () => {
  const { refusals } = setUp()
  refusals.forget('session_1', 'org_1')
  expect(refusals.get('session_1', 'org_1')).toBeUndefined()
})
