import { ACME_ORGANIZATION_ID } from './demo-users.ts'

/** What the site needs to know, from the environment. */
export interface SiteConfig {
  port: number
  /** Where the browser reaches the site. */
  appOrigin: string
  cookieSecret: string
  /** Where the local server is; `undefined` on the real service. */
  emulatorUrl: string | undefined
  /**
   * Whose administrators may open the admin area, which reaches every user of the environment: Acme on the local
   * server. On the real service nobody may, until `LATCHKEY_ADMIN_ORGANIZATION_ID` names one; empty is nobody.
   */
  adminOrganizationId: string
}

const LOCAL_SECRET = 'K7vT2mQx9LrWb4ZsYp1HnC6dJf8GaEuo'

/** Reads the environment; on the local server everything has a default. */
export function readConfig(env: NodeJS.ProcessEnv, defaultPort: number): SiteConfig {
  const port = Number(env.PORT ?? defaultPort)
  const baseUrl = env.WORKOS_BASE_URL
  const isLocal = baseUrl !== undefined && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(baseUrl)
  const cookieSecret = env.LATCHKEY_COOKIE_SECRET ?? (isLocal ? LOCAL_SECRET : '')
  const appOrigin = env.LATCHKEY_APP_ORIGIN ?? `http://localhost:${port}`
  const adminOrganizationId = env.LATCHKEY_ADMIN_ORGANIZATION_ID ?? (isLocal ? ACME_ORGANIZATION_ID : '')
  return { port, appOrigin, cookieSecret, emulatorUrl: isLocal ? baseUrl : undefined, adminOrganizationId }
}
