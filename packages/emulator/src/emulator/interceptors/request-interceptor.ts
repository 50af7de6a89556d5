import { isoTime } from '../../engine/base/clock.ts'
import type { Interceptor } from '../../engine/web/server/interceptor.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** Notes every exchange in the request log of its environment: without bodies, credentials and codes. */
export const requestInterceptor: Interceptor<EmulatorEnvironment> = {
  observe({ context, response, detail, id, method, path, operation }, durationMs) {
    context?.requests.add({
      id,
      method,
      path,
      operation: operation.id,
      status: response.status,
      ...(response.status >= 400 && refusalOf(response.body)),
      ...(detail !== undefined && { detail }),
      duration_ms: Math.round(durationMs * 10) / 10,
      at: isoTime(context.clock.now()),
    })
  },
}

function refusalOf(body: unknown): { code?: string; message?: string } {
  if (typeof body !== 'object' || body === null) return {}
  const { code, error, message, error_description: description, errors } = body as Record<string, unknown>
  const name = code ?? error
  const details = Array.isArray(errors) ? errors.map((entry) => entry?.message ?? entry?.property) : []
  const words = details.length > 0 ? details.join(' ') : (message ?? description)
  return {
    ...(typeof name === 'string' && { code: name }),
    ...(typeof words === 'string' && { message: words }),
  }
}
