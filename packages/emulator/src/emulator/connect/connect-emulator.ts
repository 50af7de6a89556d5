import { DEFAULT_API_KEY } from '../environment/credentials.ts'
import type { NewEnvironment } from '../environment/environments.ts'
import { type ConnectedEnvironment, connectEnvironment } from './connected-environment.ts'
import { createControlClient } from './control-client.ts'

/** Settings of {@link connectEmulator}. */
export interface ConnectOptions {
  /** API key of the environment that `default` is. Default: that of the emulator's default environment. */
  apiKey?: string
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: typeof fetch
}

/** An emulator that runs in another process. */
export interface ConnectedEmulator extends AsyncDisposable {
  /** Origin to point clients at. */
  readonly url: string
  /** The environment with the fixed credentials, or the one that `apiKey` names. */
  readonly default: ConnectedEnvironment
  /** A fresh, isolated environment. It is deleted with `close()`, here or of its own. */
  createEnvironment(options?: NewEnvironment): Promise<ConnectedEnvironment>
  /** Deletes the environments that were made over this connection. The emulator continues. */
  close(): Promise<void>
}

/**
 * Gives tests the helpers of {@link Emulator} for an emulator that runs already, such as one that Playwright's
 * `webServer` or a compose file started.
 *
 * Rejects when no emulator responds at `url`, or when it does not know `apiKey`.
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
    `connectEmulator needs the address of an emulator, such as http://127.0.0.1:4100, not ${url}`,
  )
}
