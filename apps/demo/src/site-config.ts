import { ACME_ORGANIZATION_ID } from './demo-users.ts'

/** The site's configuration, from environment variables. */
export interface SiteConfig {
  port: number
  /** The public origin of the site. */
  appOrigin: string
  cookieSecret: string
  /** The URL of the local server; `undefined` with the real API. */
  emulatorUrl: string | undefined
  /**
   * The organization whose administrators can open the admin area, which has access to every user of the environment. With
   * the local server, the default is Acme. With the real API, set `LATCHKEY_ADMIN_ORGANIZATION_ID`; if it is empty, access is
   * denied.
   */
  adminOrganizationId: string
}

const LOCAL_SECRET = 'K7vT2mQx9LrWb4ZsYp1HnC6dJf8GaEuo'

/** Reads the environment variables. With the local server, all of them have defaults. */
export function readConfig(env: NodeJS.ProcessEnv, defaultPort: number): SiteConfig {
  const port = Number(env.PORT ?? defaultPort)
  const baseUrl = env.WORKOS_BASE_URL
  const isLocal = baseUrl !== undefined && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(baseUrl)
  const cookieSecret = env.LATCHKEY_COOKIE_SECRET ?? (isLocal ? LOCAL_SECRET : '')
  const appOrigin = env.LATCHKEY_APP_ORIGIN ?? `http://localhost:${port}`
  const adminOrganizationId = env.LATCHKEY_ADMIN_ORGANIZATION_ID ?? (isLocal ? ACME_ORGANIZATION_ID : '')
  return { port, appOrigin, cookieSecret, emulatorUrl: isLocal ? baseUrl : undefined, adminOrganizationId }
}
