import type { SessionUser } from '../session/session-payload.ts'

/** What a user is called on a page: the name, or the email address when there is none. */
export const displayName = ({
  firstName,
  lastName,
  email,
}: Pick<SessionUser, 'email' | 'firstName' | 'lastName'>): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email
