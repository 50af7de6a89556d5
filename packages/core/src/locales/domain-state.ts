import type { AccountTextKey, TextOf } from './text.ts'

const KEYS = {
  verified: 'verified',
  pending: 'pending',
  failed: 'recordMissing',
} as const satisfies Record<string, AccountTextKey>

/** The state of an organization's email domain as text, such as "Verified". */
export const domainStateText = (state: keyof typeof KEYS, say: TextOf<AccountTextKey>): string =>
  say(KEYS[state])
