import { type Clock, systemClock } from '../engine/base/clock.ts'
import { folderStorage, memoryStorage, type Storage } from '../engine/storage/storage.ts'
import { mountHosted } from '../engine/web/hosted/mount-hosted.ts'
import { ConnectionFault, createApp } from '../engine/web/server/app.ts'
import type { ApiServer } from '../engine/web/server/interceptor.ts'
import { type Listener, listen } from '../engine/web/server/listen.ts'
import { serveSocket } from '../engine/web/server/serve-socket.ts'
import { mountControl } from './control/mount-control.ts'
import { type Dashboard, mountDashboard } from './dashboard/mount-dashboard.ts'
import { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from './environment/credentials.ts'
import type { EmulatorConfig, EmulatorEnvironment } from './environment/emulator-environment.ts'
import type { Environment } from './environment/environment.ts'
import { createEnvironments } from './environment/environments.ts'
import { isLoopback, requireSafeExposure } from './exposure.ts'
import { type SmtpOptions, smtpDelivery } from './inbox/email-delivery.ts'
import { createFaultInterceptor } from './interceptors/fault-interceptor.ts'
import { requestInterceptor } from './interceptors/request-interceptor.ts'
import { strictInterceptor } from './interceptors/strict-interceptor.ts'
import { nodeProblem } from './node-version.ts'
import type { Seed } from './seed/seed.ts'

/** Options of {@link createEmulator}. All have defaults. */
export interface EmulatorOptions {
  /** TCP port; 0 selects a free one. Default `false`: no socket, use `emulator.fetch`. */
  port?: number | false
  /**
   * The origin used in links, redirects and the issuer of tokens, such as that of a proxy. Several nodes behind a proxy must
   * all use the same one. It must be a loopback host name, unless `host` is set to another address. Default: the address that
   * the server listens on.
   */
  baseUrl?: string
  /**
   * The address to bind. Default `127.0.0.1`. Any other address than loopback, such as `0.0.0.0`, requires `apiKey`, `clientId`
   * and `dashboardPassword`, because the default credentials are public.
   */
  host?: string
  /**
   * `memory` (default), a folder with one SQLite file per environment, or the URL of a PostgreSQL database with one schema per
   * environment (needs the package `pg`).
   */
  storage?: 'memory' | { dir: string } | { postgres: string }
  /** The API key of the default environment, `sk_…`. Default: {@link DEFAULT_API_KEY}. */
  apiKey?: string
  /** The client ID of the default environment, `client_…`. Default: {@link DEFAULT_CLIENT_ID}. */
  clientId?: string
  /** The password of the dashboard, at least 12 characters. Default: none, because only this machine can reach it. */
  dashboardPassword?: string
  /**
   * Also delivers emails to real mailboxes over SMTP: `{ url: 'smtp://user:password@host:587', from: 'login@acme.example' }`.
   * Needs the package `nodemailer`. Default: emails stay in the inbox.
   */
  smtp?: SmtpOptions
  /** The initial data of the default environment. */
  seed?: Seed
  /** Called from time to time while a long seed is applied. */
  onSeeded?: (list: string, done: number, total: number) => void
  /** The cost of password hashes (argon2id): `test` 256 KiB (default), `dev` 1 MiB, `production` 19 MiB. */
  cost?: 'test' | 'dev' | 'production'
  /** `documented` enforces the rate limits per minute that WorkOS documents. Default `off`. */
  limits?: 'off' | 'documented'
  /**
   * Whether faults can be added, from code and with the control API. Default `on`, because the server is for this machine only.
   */
  faults?: 'on' | 'off'
  /** `/authorize` signs in the user named by `login_hint` without showing a page. Default `false`. */
  autoConsent?: boolean
  /** The source of time that every environment's own clock is based on. Default: the system clock. */
  clock?: Clock
  /** Validates every response against the API description, and throws if it does not match. Default `false`. */
  strict?: boolean
  /**
   * A seed text for random values: the same text at the same clock time produces the same ids, codes, tokens, API keys, signing
   * keys and salts. Freeze the clock. Anyone who has the text can predict all of them. Default: random and unpredictable.
   */
  deterministic?: string
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** The origin to configure in clients. Without a socket it is only a name, for use with `fetch` below. */
  readonly url: string
  /** A function like `fetch` that sends every request directly to the server, regardless of the host in the URL. */
  readonly fetch: typeof fetch
  /** The environment with the fixed credentials. */
  readonly default: Environment
  /** Creates a new, isolated environment. In memory this takes about a millisecond. */
  createEnvironment(options?: { name?: string; seed?: Seed }): Promise<Environment>
  /** Stops listening, finishes running requests, and closes the storage. */
  close(): Promise<void>
}

/**
 * Starts a local server that implements the User Management API.
 *
 * Rejects with the system's `EADDRINUSE` if the port is in use, and with a `SeedError` if the seed is invalid.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = false, host = '127.0.0.1', clock = systemClock } = options
  const problem = nodeProblem(process.versions.node)
  if (problem !== undefined) throw new Error(problem)
  const apiKey = options.apiKey ?? DEFAULT_API_KEY
  const clientId = options.clientId ?? DEFAULT_CLIENT_ID
  const { baseUrl, dashboardPassword } = options
  requireSafeExposure({ host, baseUrl, apiKey, clientId, dashboardPassword })
  const config: EmulatorConfig = {
    baseUrl: options.baseUrl ?? 'http://localhost',
    cost: options.cost ?? 'test',
    limits: options.limits ?? 'off',
    faults: options.faults !== 'off',
    autoConsent: options.autoConsent ?? false,
    strict: options.strict ?? false,
    deterministic: options.deterministic,
    defaultCredentials: { clientId, apiKey, name: 'default' },
    delivery: options.smtp && (await smtpDelivery(options.smtp)),
  }
  const storage = await openStorage(options.storage)
  const environments = createEnvironments(config, storage, clock)
  const server: ApiServer<EmulatorEnvironment> = {
    registry: environments,
    interceptors: [createFaultInterceptor(), strictInterceptor, requestInterceptor],
    anyHost: !isLoopback(host),
  }
  let dashboard: Dashboard | undefined
  const app = createApp(
    server,
    () => storage.isHealthy(),
    (mounted) => {
      mounted.get('/seed.schema.json', async (c) => {
        const { describeSeed } = await import('./seed/describe-seed.ts')
        return c.json(describeSeed())
      })
      mountControl(mounted, environments)
      mountHosted(mounted, environments)
      dashboard = mountDashboard(mounted, environments, dashboardPassword)
    },
  )
  let isReady = false
  let opened = () => {}
  const ready = new Promise<void>((resolve) => {
    opened = resolve
  })
  let listener: Listener | undefined
  if (port !== false) {
    // Requests wait until the seed is applied, so that a client that gets a response from /health finds all of its data.
    listener = await listen(
      (incoming, outgoing) => isReady && serveSocket(server, incoming, outgoing),
      (request, bindings) => ready.then(() => app.fetch(request, bindings)),
      port,
      host,
    )
    // No browser can open the wildcard address, so localhost replaces it.
    config.baseUrl = baseUrl ?? listener.url.replace(/\/\/(?:0\.0\.0\.0|\[::\])/, '//localhost')
  }

  let closing: Promise<void> | undefined
  function close(): Promise<void> {
    closing ??= shutDown()
    return closing
  }
  async function shutDown(): Promise<void> {
    // Callers that wait for an email are rejected now, before the connections are closed.
    for (const { inbox } of environments.open()) inbox.stopWaiting()
    dashboard?.close()
    await listener?.close()
    await environments.close()
    config.delivery?.close()
  }
  let defaultEnvironment: Environment
  try {
    defaultEnvironment = await environments.openDefault()
    if (options.seed !== undefined) await defaultEnvironment.seed(options.seed, options.onSeeded)
  } catch (error) {
    await close()
    throw error
  }
  isReady = true
  opened()
  return {
    get url() {
      return config.baseUrl
    },
    fetch: inProcess((request) => app.fetch(request)),
    default: defaultEnvironment,
    createEnvironment: environments.create,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function openStorage(where: EmulatorOptions['storage'] = 'memory'): Promise<Storage> {
  if (where === 'memory') return memoryStorage()
  if ('dir' in where) return folderStorage(where.dir)
  const { postgresStorage } = await import('../engine/storage/postgres.ts')
  return postgresStorage(where.postgres)
}

function inProcess(handle: (request: Request) => Response | Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { signal } = request
    signal.throwIfAborted()
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    try {
      return await Promise.race([handle(request), aborted])
    } catch (error) {
      if (error instanceof ConnectionFault) throw new TypeError('fetch failed', { cause: error })
      throw error
    }
  }
}
