import { ConfigError } from '../../errors/index.ts'

/** What an app can allow during impersonation. */
export type ImpersonationArea = 'profile' | 'sessions' | 'members' | 'invitations' | 'access-token'

const AREAS: readonly ImpersonationArea[] = ['profile', 'sessions', 'members', 'invitations', 'access-token']

/**
 * What is allowed during impersonation in addition to reading.
 *
 * @throws {ConfigError} `option_invalid` for an unknown area, or for one that cannot be allowed.
 */
export function readImpersonation(allow: readonly ImpersonationArea[] = []): ReadonlySet<string> {
  const unknown = Array.isArray(allow) ? allow.find((area) => !AREAS.includes(area)) : allow
  if (!Array.isArray(allow) || unknown !== undefined || allow.includes(undefined as never)) {
    throw new ConfigError(
      'option_invalid',
      `impersonation.allow must be a list of these: ${AREAS.join(', ')}. Changes to the password, the email address and second factors can never be allowed.`,
      { option: 'impersonation' },
    )
  }
  return new Set(allow)
}
