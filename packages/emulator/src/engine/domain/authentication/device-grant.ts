import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'

/** Fails with 400 `unauthorized_client` (RFC 6749 §5.2). */
export function requireDeviceGrant(context: EngineContext): void {
  if (context.settings.device_authorization_enabled) return
  throw failOAuth('unauthorized_client', 'Signing in on a device is disabled for this client.')
}
