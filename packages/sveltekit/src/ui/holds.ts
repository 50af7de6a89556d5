import { checkRequirement, type Requirement, type SignedInPayload } from '@latchkey/core'
import type { AuthData } from '../auth.ts'

/** The session of a signed-in user, as the condition of a gate receives it. */
export type SignedInAuth = SignedInPayload

/** Hidden unless the condition is explicitly met. This only decides what is shown: the server must check every request. */
export function holds(when: unknown, auth: AuthData | undefined): boolean {
  if (when === 'signed-in' || when === 'signed-out') return auth?.status === when
  if (typeof when === 'function') return auth?.status === 'signed-in' && when(auth) === true
  return when === true || fulfills(auth, when)
}

/** Whether the session meets a requirement, by the same rules as on the server. */
export const fulfills = (auth: AuthData | undefined, requirement: unknown): boolean =>
  auth?.status === 'signed-in' && checkRequirement(auth, requirement as Requirement) === 'met'
