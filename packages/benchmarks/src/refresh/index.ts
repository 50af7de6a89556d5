import { createAuthHandler, createClient } from '@latchkey/core/server'
import { createEmulator } from '@latchkey/emulator'
import type { Benchmark } from '../report/report.ts'

const PARALLEL = 1_000
const APP_ORIGIN = 'https://app.example.com'
const SECRET = 'a-secret-of-benchmarks-with-40-characters'
const USER = { email: 'ada@orchard.example', password: 'correct horse battery staple' }

/** Measures how many refreshes the API receives for an expired session and a thousand parallel requests. */
export const refresh: Benchmark = async () => {
  const emulator = await createEmulator()
  try {
    const { apiKey, clientId, clock: time } = emulator.default
    let exchanges = 0
    const client = createClient({
      apiKey,
      clientId,
      baseUrl: emulator.url,
      fetch(url, init) {
        if (init.body?.includes('refresh_token')) exchanges += 1
        return emulator.fetch(url, init)
      },
    })
    await client.createUser({ ...USER, emailVerified: true })
    const clock = { now: () => time.now().getTime() }
    const handler = createAuthHandler({ client, appOrigin: APP_ORIGIN, cookieSecret: SECRET, clock })
    const cookie = await signIn(handler)
    await time.advance({ hours: 1 })
    const headers = new Headers({ cookie })
    const started = performance.now()
    const all = await Promise.all(Array.from({ length: PARALLEL }, () => handler.resolve({ headers })))
    const milliseconds = performance.now() - started
    const signedIn = all.filter(({ auth }) => auth.status === 'signed-in').length
    return {
      title: 'Refresh under concurrency',
      notes: [
        `${PARALLEL} parallel requests with one expired session, with the emulator in the same process.`,
      ],
      tables: [
        {
          title: 'A thousand requests',
          columns: ['refreshes', 'signed in afterward', 'total ms'],
          rows: [{ name: 'latchkey', cells: [exchanges, signedIn, milliseconds] }],
        },
      ],
      goals: [
        { what: 'refreshes for 1,000 parallel requests', measured: exchanges, atMost: 1 },
        { what: 'signed in, of 1,000 requests', measured: signedIn, atLeast: PARALLEL },
      ],
    }
  } finally {
    await emulator.close()
  }
}

async function signIn(handler: ReturnType<typeof createAuthHandler>): Promise<string> {
  const response = await handler.handle(
    new Request(`${APP_ORIGIN}/auth/sign-in/password`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', origin: APP_ORIGIN },
      body: JSON.stringify(USER),
    }),
  )
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
