import { withBusyCore } from '../harness/busy.ts'
import { runRounds } from '../harness/rounds.ts'
import { difference, ratio, type Spread, spread } from '../harness/statistics.ts'
import type { Benchmark, Row } from '../report/report.ts'
import { createSessionFixture } from '../session-check/fixture.ts'
import { FEW } from '../session-check/sessions.ts'
import contestants, { HONO, KIT, NODE, names, REQUESTS, type ServerFixture } from './contestants.ts'
import { buildKitSite } from './kit-site.ts'

/** The share of a web server's requests per second that remains with a session check per request. */
export const webServer: Benchmark = async ({ rounds, milliseconds, isBusy, sessions }) => {
  const fixture = await createSessionFixture(Math.min(sessions, FEW))
  const samples = await withKitSite((kitHandler) => {
    const module = new URL('./contestants.ts', import.meta.url)
    const given: ServerFixture = { ...fixture, kitHandler }
    const options = { module, names: Object.keys(contestants), fixture: given, rounds, concurrency: 1 }
    return withBusyCore(isBusy, () => runRounds({ ...options, milliseconds: milliseconds * 2 }))
  })
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu / REQUESTS)
  const share = (server: string): Spread =>
    percent(ratio(cpuOf(names(server).empty), cpuOf(names(server).latchkey)))
  const rowsOf = (server: string): Row[] => {
    const { empty } = names(server)
    return Object.values(names(server)).map((name) => {
      const rates = cpuOf(name).map((cpu) => 1_000_000 / cpu)
      const share = percent(ratio(cpuOf(empty), cpuOf(name)))
      return { name, cells: [share, spread(rates), difference(cpuOf(name), cpuOf(empty))] }
    })
  }
  return {
    title: 'Web server',
    notes: [
      `${rounds} rounds. Requests come over 50 open connections from another process, which is not ` +
        `measured, from ${FEW} users in turn. The second core is ${isBusy ? 'busy' : 'idle'}.`,
      'The figures are requests per second of CPU time, which one core can serve alone. The response is `ok`. With ' +
        `${HONO}, Latchkey is the middleware \`latchkey()\` with the guard \`requireUser()\`; with \`${NODE}\` it is ` +
        '`handler.resolve()`. The WorkOS SDK decrypts and verifies the session of each request.',
      `${KIT} is a site with one endpoint, built for Node. Latchkey is the hook \`latchkey()\`; the WorkOS SDK is the ` +
        'hook of `@workos/authkit-sveltekit`.',
    ],
    tables: [
      {
        title: 'One request',
        columns: ['% of requests kept', 'requests/s of CPU', 'added CPU µs'],
        rows: [NODE, HONO, KIT].flatMap(rowsOf),
      },
    ],
    goals: [
      { what: 'Hono with a session check: % of requests kept', measured: share(HONO).median, atLeast: 60 },
      {
        what: 'node:http with a session check: % of requests kept',
        measured: share(NODE).median,
        atLeast: 50,
      },
      {
        what: 'SvelteKit with a session check: % of requests kept',
        measured: share(KIT).median,
        atLeast: 60,
      },
    ],
  }
}

async function withKitSite<T>(use: (handler: string) => Promise<T>): Promise<T> {
  const site = await buildKitSite()
  try {
    return await use(site.handler)
  } finally {
    await site.remove()
  }
}

const percent = ({ median, min, max }: Spread): Spread => ({
  median: median * 100,
  min: min * 100,
  max: max * 100,
})
