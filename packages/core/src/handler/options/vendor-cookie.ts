import { ConfigError } from '../../errors/index.ts'
import type { AuthHandlerOptions } from './auth-handler-options.ts'

/** The cookie of another SDK for the API, with the password that opens it. */
export interface VendorCookie {
  password: string
  name?: string
}

/** The shortest password that the other SDK accepts. */
const MINIMUM_LENGTH = 32

/**
 * @throws {ConfigError} `option_invalid` if the password is missing or too short. With an empty password, everyone could make
 * a valid cookie.
 */
export function readVendorCookie(option: AuthHandlerOptions['vendorCookie']): VendorCookie | undefined {
  if (option === undefined) return undefined
  const { password, ...rest } = option
  if (typeof password === 'string' && password.length >= MINIMUM_LENGTH) return { password, ...rest }
  throw new ConfigError(
    'option_invalid',
    `vendorCookie.password must be the cookie password of the other SDK (usually WORKOS_COOKIE_PASSWORD), with at least ${MINIMUM_LENGTH} characters, but it ${password ? `has ${password.length}` : 'is missing'}.`,
    { option: 'vendorCookie' },
  )
}
