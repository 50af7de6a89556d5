import { withBusyCore } from '../harness/busy.ts'
import { runRounds } from '../harness/rounds.ts'
import { difference, ratio, type Spread, spread } from '../harness/statistics.ts'
import type { Benchmark, Row } from '../report/report.ts'
import { createSessionFixture } from '../session-check/fixture.ts'
import { FEW } from '../session-check/sessions.ts'
import contestants, { HONO, NODE, names, REQUESTS } from './contestants.ts'

/** What is left of a web server's requests a second when it knows who sent each. */
export const webServer: Benchmark = async ({ rounds, milliseconds, isBusy, sessions }) => {
  const fixture = await createSessionFixture(Math.min(sessions, FEW))
  const module = new URL('./contestants.ts', import.meta.url)
  const options = { module, names: Object.keys(contestants), fixture, rounds, concurrency: 1 }
  const samples = await withBusyCore(isBusy, () => runRounds({ ...options, milliseconds: milliseconds * 2 }))
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
      `${rounds} rounds. Requests come over 50 connections that stay open, from another process, which is not ` +
        `counted, of ${FEW} users in turn. The second core is ${isBusy ? 'busy' : 'idle'}.`,
      'Requests a second of CPU time: what one core serves when it does nothing else. The response is `ok`. With ' +
        `${HONO}, Latchkey is the middleware \`latchkey()\` with the guard \`requireUser()\`; with \`${NODE}\` it is ` +
        '`handler.resolve()`. The WorkOS SDK opens and verifies the session of each request, and guards nothing else.',
    ],
    tables: [
      {
        title: 'One request',
        columns: ['% of requests kept', 'requests/s of CPU', 'added CPU µs'],
        rows: [...rowsOf(NODE), ...rowsOf(HONO)],
      },
    ],
    goals: [
      { what: 'Hono with a session check: % of requests kept', measured: share(HONO).median, atLeast: 60 },
      {
        what: 'node:http with a session check: % of requests kept',
        measured: share(NODE).median,
        atLeast: 50,
      },
    ],
  }
}

const percent = ({ median, min, max }: Spread): Spread => ({
  median: median * 100,
  min: min * 100,
  max: max * 100,
})
