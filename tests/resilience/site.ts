import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Api } from './api.ts'
import { startApi } from './api.ts'
import type { Store } from './stores.ts'

const ORIGIN = 'http://localhost:3000'
const PASSWORD = 'lantern-quartz-meadow-42'
/** Longer than the five minutes for which an access token is valid. */
const PAST_ITS_END_MS = 6 * 60_000

/** The session state that a page shows. `lost`: no process responded. */
export type Seen = 'signed-in' | 'stale' | 'signed-out' | 'lost'

/** One user, in one browser. */
export interface Visitor {
  cookies: Map<string, string>
  /** Loads a page from any instance that responds. */
  load(cookie?: string): Promise<Seen>
}

/** Three instances of an app that share one store, with signed-in users. */
export interface Site {
  api: Api
  visitors: readonly Visitor[]
  instances: ChildProcess[]
  /** Moves all clocks until every access token has expired. */
  expire(): void
  /** Starts a new instance to replace one that has ended. */
  replace(index: number): Promise<void>
  heapOf(index: number): Promise<number>
  close(): Promise<void>
}

interface Running {
  child: ChildProcess
  port: number
}

export const cookieOf = ({ cookies }: Visitor) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

export async function startSite(store: Store, reuseWindow: 0 | 10 | 30, users: number): Promise<Site> {
  const api = await startApi(reuseWindow)
  let offset = 0
  let next = 0

  async function startInstance(): Promise<Running> {
    const entry = await api.listen()
    const child = fork(fileURLToPath(new URL('./instance.ts', import.meta.url)), {
      // Code that V8 discards and recompiles would look like growing memory.
      execArgv: ['--expose-gc', '--no-flush-bytecode', '--no-warnings'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        STORE: store.name,
        STORE_URL: store.url,
        ISSUER: api.issuer,
        WORKOS_API_KEY: api.apiKey,
        WORKOS_CLIENT_ID: api.clientId,
        WORKOS_BASE_URL: entry.url,
        LATCHKEY_APP_ORIGIN: ORIGIN,
        LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
      },
    })
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('An instance did not start.')))
    const [port] = await Promise.race([once(child, 'message'), gone])
    gone.catch(() => {})
    child.once('exit', (_, signal) => {
      if (signal === 'SIGKILL') entry.forget()
    })
    if (offset > 0) child.send(offset)
    return { child, port }
  }

  const running = await Promise.all([startInstance(), startInstance(), startInstance()])

  /** Sends a request to the next instance, or to another one if that has ended, as a load balancer would. */
  async function send(path: string, init: RequestInit): Promise<Response | undefined> {
    const first = next++
    for (let tries = 0; tries < running.length; tries += 1) {
      const { port } = running[(first + tries) % running.length] as Running
      const response = await fetch(`http://127.0.0.1:${port}${path}`, init).catch(() => undefined)
      if (response !== undefined) return response
    }
    return undefined
  }

  function keep(cookies: Map<string, string>, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/; Max-Age=0(;|$)/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  async function signIn(index: number): Promise<Visitor> {
    const email = `visitor-${index}@orchard.example`
    await api.createUser(email, PASSWORD)
    const cookies = new Map<string, string>()
    const response = await send('/auth/sign-in/password', {
      method: 'POST',
      headers: { origin: ORIGIN, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    if (!response?.ok) throw new Error(`${email} could not sign in: ${await response?.text()}`)
    keep(cookies, response)
    const visitor: Visitor = {
      cookies,
      async load(cookie = cookieOf(visitor)) {
        const page = await send('/', { headers: { cookie } })
        const seen = (await page?.json().catch(() => undefined)) as { status: Seen } | undefined
        if (page === undefined || seen === undefined) return 'lost'
        keep(cookies, page)
        return seen.status
      },
    }
    return visitor
  }

  const visitors: Visitor[] = []
  for (let index = 0; index < users; index += 10) {
    const some = Array.from({ length: Math.min(10, users - index) }, (_, one) => signIn(index + one))
    visitors.push(...(await Promise.all(some)))
  }

  return {
    api,
    visitors,
    get instances() {
      return running.map(({ child }) => child)
    },
    expire() {
      offset += PAST_ITS_END_MS
      api.advance(PAST_ITS_END_MS)
      for (const { child } of running) if (child.connected) child.send(PAST_ITS_END_MS)
    },
    async replace(index) {
      running[index] = await startInstance()
    },
    async heapOf(index) {
      const { port } = running[index] as Running
      return (await (await fetch(`http://127.0.0.1:${port}/heap`)).json()) as number
    },
    async close() {
      for (const { child } of running) child.kill('SIGKILL')
      await api.close()
    },
  }
}
