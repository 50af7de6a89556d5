import type { DevicePayload } from '../account/account-payload.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { PageShown } from './page-result.ts'

/** The code that another device has to approve, if one was asked for. */
export interface DeviceData {
  device?: DevicePayload
  /** The device was not approved yet when the page asked. */
  isWaiting: boolean
}

/**
 * What the page shows that signs this browser in from another device. Its forms post to the handler: `/device`,
 * `/device/poll`.
 *
 * @param query The query of the page's address. Default: that of the request.
 */
export async function loadDevicePage(
  handler: AuthHandler,
  request: Request,
  query: URLSearchParams = new URL(request.url).searchParams,
): Promise<PageShown<DeviceData>> {
  const requested = new URLSearchParams({ flow: query.get('flow') ?? '' })
  const { status, body, cookies } = await handler.call(request, `GET /device?${requested}`)
  const device = status === 200 ? (body as DevicePayload) : undefined
  return { outcome: 'shown', data: { device, isWaiting: query.has('waiting') }, cookies }
}
