import type { RoleEntry } from './account-payload.ts'

/** Which roles to offer. */
export interface RoleChoicesOptions {
  /** The slugs that the app names. Default: all that the user can assign. */
  only?: readonly string[] | undefined
  /** The member's current role. It is always a choice, even if the user cannot assign it. */
  current?: string | null | undefined
}

/** The roles that a member can be given, by slug. */
export function roleChoices(
  roles: readonly RoleEntry[],
  { only, current }: RoleChoicesOptions = {},
): readonly string[] {
  const choices = only ?? roles.filter(({ mayAssign }) => mayAssign).map(({ slug }) => slug)
  return current ? [...new Set([current, ...choices])] : choices
}

/** The role of a new member, unless another one is chosen: `member`, or the first choice. */
export const defaultRole = (choices: readonly string[]): string | undefined =>
  choices.includes('member') ? 'member' : choices[0]
