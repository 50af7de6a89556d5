import { DEFAULT_API_KEY } from '../environment/credentials.ts'
import type { NewEnvironment } from '../environment/environments.ts'
import { type ConnectedEnvironment, connectEnvironment } from './connected-environment.ts'
import { createControlClient } from './control-client.ts'

/** Options of {@link connectEmulator}. */
export interface ConnectOptions {
  /** The API key of the environment returned as `default`. Default: that of the emulator's default environment. */
  apiKey?: string
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: typeof fetch
}

/** An emulator that runs in another process. */
export interface ConnectedEmulator extends AsyncDisposable {
  /** The origin to configure in clients. */
  readonly url: string
  /** The environment with the fixed credentials, or the one with the given `apiKey`. */
  readonly default: ConnectedEnvironment
  /** Creates a new, isolated environment. It is deleted by its own `close()`, or by that of the connection. */
  createEnvironment(options?: NewEnvironment): Promise<ConnectedEnvironment>
  /** Deletes the environments that were created over this connection. The emulator keeps running. */
  close(): Promise<void>
}

/**
 * Gives tests the methods of {@link Emulator} for an emulator that is already running, such as one started by Playwright's
 * `webServer` or a compose file.
 *
 * Rejects if no emulator responds at `url`, or if it does not know the `apiKey`.
 */
export async function connectEmulator(url: string, options: ConnectOptions = {}): Promise<ConnectedEmulator> {
  const origin = originOf(url)
  const { apiKey = DEFAULT_API_KEY, fetch: send = fetch } = options
  const control = createControlClient(origin, apiKey, send)
  await control.requireEmulator()
  const made = new Set<ConnectedEnvironment>()

  async function close(): Promise<void> {
    await Promise.all([...made].map((environment) => environment.close()))
  }
  return {
    url: origin,
    default: await connectEnvironment(control, async () => {}),
    async createEnvironment({ name, seed } = {}) {
      const { api_key } = await control.call<{ api_key: string }>('POST', '/environments', {
        ...(name !== undefined && { name }),
        ...(seed !== undefined && { seed }),
      })
      const own = createControlClient(origin, api_key, send)
      const environment = await connectEnvironment(own, async () => {
        if (!made.delete(environment)) return
        await control.call('DELETE', `/environments/${environment.clientId}`)
      })
      made.add(environment)
      return environment
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function originOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).origin
  throw new TypeError(
    `connectEmulator needs the URL of an emulator, such as http://127.0.0.1:4100, not ${url}`,
  )
}
