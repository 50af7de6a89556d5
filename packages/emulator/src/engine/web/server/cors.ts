import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import { isRegisteredOrigin } from '../../domain/authorization/cors-origins.ts'

const LOOPBACK = /^https?:\/\/(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

/** CORS headers for browsers: only loopback origins and those registered in an environment are allowed. */
export async function corsHeaders(
  registry: EnvironmentRegistry,
  origin: string | undefined,
): Promise<Record<string, string>> {
  const common = { Vary: 'Origin', 'Access-Control-Allow-Credentials': 'true' }
  if (origin === undefined || !(await isAllowedOrigin(registry, origin))) return common
  return {
    ...common,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
    'Access-Control-Expose-Headers': 'X-Request-ID, Retry-After',
  }
}

/** Whether scripts on this origin can use the server. */
export async function isAllowedOrigin(registry: EnvironmentRegistry, origin: string): Promise<boolean> {
  return LOOPBACK.test(origin) || isRegistered(registry, origin)
}

async function isRegistered(registry: EnvironmentRegistry, origin: string): Promise<boolean> {
  for await (const context of registry.each()) {
    if (await isRegisteredOrigin(context, origin)) return true
  }
  return false
}
