import { type Api, requireClientId } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Starts the sign-in of a device without a browser: show `userCode` and `verificationUri`, then poll with
 * `authenticateWithDeviceCode`.
 *
 * Fails with `ApiError` `invalid_client`, `unauthorized_client` or `ConfigError` `client_id_missing`.
 * @see OpenAPI `POST /user_management/authorize/device`, RFC 8628 §3.1
 */
export async function createDeviceAuthorization(
  api: Api,
  params: CreateDeviceAuthorizationParams = {},
  options?: CallOptions,
): Promise<DeviceAuthorization> {
  const body = { clientId: requireClientId(api, params.clientId) }
  const at = path`/user_management/authorize/device`
  return request(
    api,
    { method: 'POST', path: at, body, withoutKey: true, read: readDeviceAuthorization, result: 'device' },
    options,
  )
}

export interface CreateDeviceAuthorizationParams {
  /** Default: the client ID of the API client. */
  clientId?: string
}

/** A device waiting for approval. `deviceCode` is readable, but redacted in logs and JSON. */
export interface DeviceAuthorization {
  /** Secret: only the device needs it. */
  deviceCode: string
  /** The code that the user types, in the form `XXXX-XXXX`. */
  userCode: string
  verificationUri: string
  /** The URL that contains the user code, for a QR code. */
  verificationUriComplete?: string
  /** Seconds until both codes expire. */
  expiresIn: number
  /** Seconds between polls. */
  interval: number
}

const readDeviceAuthorization = object<DeviceAuthorization>(
  {
    deviceCode: 'string',
    userCode: 'string',
    verificationUri: 'string',
    expiresIn: 'number',
    // RFC 8628 §3.2: the default is 5.
    interval: (interval) => (typeof interval === 'number' ? interval : 5),
  },
  ['deviceCode'],
)
