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

/** Settings of {@link createEmulator}; all have defaults. */
export interface EmulatorOptions {
  /** TCP port; 0 takes any free one. Default false: no socket, use `emulator.fetch`. */
  port?: number | false
  /**
   * Origin that links, redirects and the issuer of tokens name, such as that of a proxy before several nodes:
   * all of them must name the same. A loopback host name, unless `host` is another. Default: the address this one
   * listens on.
   */
  baseUrl?: string
  /**
   * Address to bind. Default `127.0.0.1`. Another one than loopback, such as `0.0.0.0`, needs `apiKey`, `clientId` and
   * `dashboardPassword`: the default credentials are public.
   */
  host?: string
  /**
   * `memory` (default), a folder that keeps one SQLite file per environment, or the URL of a PostgreSQL
   * database that keeps one schema per environment (needs the package `pg`).
   */
  storage?: 'memory' | { dir: string } | { postgres: string }
  /** API key of the default environment, as `sk_…`. Default: {@link DEFAULT_API_KEY}. */
  apiKey?: string
  /** Client ID of the default environment, as `client_…`. Default: {@link DEFAULT_CLIENT_ID}. */
  clientId?: string
  /** Asked for by the dashboard, 12 characters or more. Default: none, because only this machine can reach it. */
  dashboardPassword?: string
  /**
   * Delivers emails to real mailboxes too, over SMTP: `{ url: 'smtp://user:password@host:587', from: 'login@acme.example' }`.
   * Needs the package `nodemailer`. Default: emails stay in the inbox.
   */
  smtp?: SmtpOptions
  /** What the default environment starts with. */
  seed?: Seed
  /** Told now and then while a long seed is applied. */
  onSeeded?: (list: string, done: number, total: number) => void
  /** Price of password hashes (argon2id): `test` 256 KiB (default), `dev` 1 MiB, `production` 19 MiB. */
  cost?: 'test' | 'dev' | 'production'
  /** `documented` enforces the limits per minute that WorkOS documents. Default `off`. */
  limits?: 'off' | 'documented'
  /** Whether faults can be added, here and over the control API. Default `on`: it serves this machine only. */
  faults?: 'on' | 'off'
  /** `/authorize` signs in the user named by `login_hint` without showing a page. Default false. */
  autoConsent?: boolean
  /** Source of time under every environment's own clock. Default: the system's. */
  clock?: Clock
  /** Check every response against the API description and fail loudly. Default false. */
  strict?: boolean
  /**
   * The same text gives the same ids, codes, tokens, API keys, signing keys and salts, as long as the clock
   * shows the same: freeze it. Who knows the text knows them all. Unset: nothing can be foreseen.
   */
  deterministic?: string
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Origin to point clients at. Without a socket it only names the server, for `fetch` below. */
  readonly url: string
  /** Shaped like `fetch`; goes straight to the server, whatever host the URL names. */
  readonly fetch: typeof fetch
  /** The environment with the fixed credentials. */
  readonly default: Environment
  /** A fresh, isolated environment; in memory it costs about a millisecond. */
  createEnvironment(options?: { name?: string; seed?: Seed }): Promise<Environment>
  /** Stops listening, lets running requests end, and closes the storage. */
  close(): Promise<void>
}

/**
 * Starts a local server that speaks the User Management API.
 *
 * Rejects with the system's `EADDRINUSE` when the port is taken, and with a `SeedError` when the seed is wrong.
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
    // Requests wait until the seed is in: a client that sees /health respond finds everything there.
    listener = await listen(
      (incoming, outgoing) => isReady && serveSocket(server, incoming, outgoing),
      (request, bindings) => ready.then(() => app.fetch(request, bindings)),
      port,
      host,
    )
    // All addresses of this machine have none that a browser could open: the one that every machine has stands for them.
    config.baseUrl = baseUrl ?? listener.url.replace(/\/\/(?:0\.0\.0\.0|\[::\])/, '//localhost')
  }

  let closing: Promise<void> | undefined
  function close(): Promise<void> {
    closing ??= shutDown()
    return closing
  }
  async function shutDown(): Promise<void> {
    // Callers that wait for an email hear now that none comes, and not after the connections were cut.
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
