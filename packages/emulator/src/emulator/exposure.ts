import { isAllowedHost } from '../engine/web/server/host.ts'
import { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from './environment/credentials.ts'

/** The options that determine who can reach the server, and with which credentials. */
export interface Exposure {
  host: string
  baseUrl: string | undefined
  apiKey: string
  clientId: string
  dashboardPassword: string | undefined
}

const SHORTEST_KEY = 24
const SHORTEST_PASSWORD = 12

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** Refuses to serve other machines while the credentials are the public defaults. */
export function requireSafeExposure(exposure: Exposure): void {
  const { host, baseUrl, apiKey, clientId, dashboardPassword } = exposure
  if (!/^sk_\w+$/.test(apiKey)) throw new Error('apiKey: use sk_ and letters, digits and underscores')
  if (!/^client_\w+$/.test(clientId))
    throw new Error('clientId: use client_ and letters, digits and underscores')
  if (isLoopback(host)) {
    if (baseUrl !== undefined) requireLoopbackOrigin(baseUrl)
    return
  }
  const missing = [
    (apiKey === DEFAULT_API_KEY || apiKey.length < SHORTEST_KEY) &&
      `your own API key (apiKey, --api-key or LATCHKEY_EMULATOR_API_KEY, ${SHORTEST_KEY} characters or more)`,
    clientId === DEFAULT_CLIENT_ID &&
      'your own client ID (clientId, --client-id or LATCHKEY_EMULATOR_CLIENT_ID)',
    (dashboardPassword ?? '').length < SHORTEST_PASSWORD &&
      `a password for the dashboard (dashboardPassword, --dashboard-password or LATCHKEY_EMULATOR_DASHBOARD_PASSWORD, ${SHORTEST_PASSWORD} characters or more)`,
  ].filter((text) => text !== false)
  if (missing.length > 0) {
    throw new Error(
      `To bind to ${host}, which is not a loopback address, the emulator needs ${missing.join(', and ')}, because its default credentials are public`,
    )
  }
  const isOrigin = baseUrl === undefined || (URL.canParse(baseUrl) && new URL(baseUrl).origin === baseUrl)
  if (!isOrigin) throw new Error('The base URL must be an origin, such as https://auth.example.com')
}

function requireLoopbackOrigin(url: string): void {
  const origin = URL.canParse(url) ? new URL(url) : undefined
  if (origin !== undefined && origin.origin === url && isAllowedHost(origin.host)) return
  throw new Error(
    `The base URL must be an origin with a loopback host name, such as http://auth.localhost:8080`,
  )
}
