import type { DevicePayload } from '../account/account-payload.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { PageShown } from './page-result.ts'

/** The code to approve on another device, if one was requested. */
export interface DeviceData {
  device?: DevicePayload
  /** Whether the device had not been approved yet when the page checked. */
  isWaiting: boolean
}

/**
 * Loads the data of the page that signs this browser in from another device. Its forms post to the handler: `/device` and
 * `/device/poll`.
 *
 * @param query The query of the page's URL. Default: the request's query.
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
