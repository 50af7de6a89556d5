import { BRAND, isBranded } from './brand.ts'
/**
 * The kind of mistake in the app's configuration or code.
 *
 * - `api_key_missing` `api_key_invalid` `client_id_missing` `client_id_invalid` `base_url_invalid`: settings.
 * - `cookie_secret_missing` `cookie_secret_too_short` `cookie_secret_sample` `webhook_secret_invalid`: secrets.
 * - `app_origin_missing` `app_origin_invalid` `cookie_domain_invalid` `return_to_invalid`: URLs and domains of the app.
 * - `crypto_unavailable`: the runtime has no Web Crypto.
 * - `option_invalid`: any other option; `option` is its name.
 * - `input_invalid`: an argument that must not be sent, such as an ID with a slash.
 * - `middleware_missing` `body_already_read`: middleware is missing or in the wrong order.
 * - `auth_in_cached_scope`: a result that is cached for all users depends on the current user.
 */
export type ConfigErrorCode =
  | 'api_key_missing'
  | 'api_key_invalid'
  | 'client_id_missing'
  | 'client_id_invalid'
  | 'base_url_invalid'
  | 'cookie_secret_missing'
  | 'cookie_secret_too_short'
  | 'cookie_secret_sample'
  | 'webhook_secret_invalid'
  | 'app_origin_missing'
  | 'app_origin_invalid'
  | 'cookie_domain_invalid'
  | 'return_to_invalid'
  | 'crypto_unavailable'
  | 'option_invalid'
  | 'input_invalid'
  | 'middleware_missing'
  | 'body_already_read'
  | 'auth_in_cached_scope'

/** The program's configuration or a call is wrong. Thrown before any request. The message never contains the value. */
export class ConfigError extends Error {
  /** @internal */
  static override [Symbol.hasInstance](value: unknown): value is ConfigError {
    return isBranded(value, 'ConfigError')
  }

  override readonly name = 'ConfigError'
  readonly code: ConfigErrorCode
  /** The invalid option or argument, such as `baseUrl`. */
  readonly option: string | undefined

  constructor(code: ConfigErrorCode, message: string, options?: { option?: string; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.option = options?.option
  }

  /** @internal */
  get [BRAND](): string {
    return 'ConfigError'
  }
}
