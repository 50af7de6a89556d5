import { readEnvironment } from '../../api/request/environment.ts'
import { ConfigError } from '../../errors/index.ts'
import type { AuthHandlerOptions } from './auth-handler-options.ts'

/** The cookie of the WorkOS SDK, with the password that opens it. */
export interface VendorCookie {
  password: string
  name?: string
}

/** The variable from which the SDK reads the password. */
const VARIABLE = 'WORKOS_COOKIE_PASSWORD'
/** The shortest password that the SDK accepts. */
const MINIMUM_LENGTH = 32

/**
 * @throws {ConfigError} `option_invalid` if the password is missing or too short. With an empty password, everyone could make
 * a valid cookie.
 */
export function readVendorCookie(option: AuthHandlerOptions['vendorCookie']): VendorCookie | undefined {
  if (option === undefined) return undefined
  const password = option.password || readEnvironment(VARIABLE) || ''
  if (password.length >= MINIMUM_LENGTH) return { ...option, password }
  throw new ConfigError(
    'option_invalid',
    `vendorCookie needs the cookie password of the WorkOS SDK, which has at least ${MINIMUM_LENGTH} characters, but it ${password === '' ? 'is missing' : `has ${password.length}`}. Set ${VARIABLE} in the environment, or pass vendorCookie.password.`,
    { option: 'vendorCookie' },
  )
}
