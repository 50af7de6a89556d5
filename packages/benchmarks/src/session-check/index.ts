import { withBusyCore } from '../harness/busy.ts'
import { runRounds } from '../harness/rounds.ts'
import { ratio, spread } from '../harness/statistics.ts'
import { numberOf } from '../report/format.ts'
import type { Benchmark } from '../report/report.ts'
import contestants, { COLD, FOREIGN, VENDOR, WARM } from './contestants.ts'
import { createSessionFixture } from './fixture.ts'

const CONCURRENCY = 50

/** From the cookie of a request to its verified user, without a network. */
export const sessionCheck: Benchmark = async ({ rounds, milliseconds, isBusy, sessions }) => {
  const names = Object.keys(contestants)
  const fixture = await createSessionFixture(sessions)
  const module = new URL('./contestants.ts', import.meta.url)
  const options = { module, names, fixture, rounds, milliseconds, concurrency: CONCURRENCY }
  const samples = await withBusyCore(isBusy, () => runRounds(options))
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
  const vendor = cpuOf(VENDOR)
  const rows = names.map((name) => {
    const wall = (samples[name] ?? []).map((sample) => 1_000_000 / sample.wall)
    return { name, cells: [spread(cpuOf(name)), ratio(vendor, cpuOf(name)), spread(wall)] }
  })
  const timesFaster = (name: string) => numberOf(rows.find((row) => row.name === name)?.cells[1])
  return {
    title: 'Session check',
    notes: [
      `${rounds} rounds, ${CONCURRENCY} checks in progress at a time, second core ${isBusy ? 'busy' : 'idle'}, ` +
        `${sessions} users in turn (100 if tokens must be known). Ratios are medians of the ratios of all rounds.`,
      '"limit" rows are bare `node:crypto` on the same work. The WorkOS SDK and the WorkOS-format row decrypt the ' +
        'same cookies; Latchkey also seals such a session again in its own format. Rows marked "no token ' +
        'to verify" check only the seal of the cookie.',
    ],
    tables: [
      { title: 'One session check', columns: ['CPU µs', `× faster than ${VENDOR}`, 'checks/s'], rows },
    ],
    goals: [
      {
        what: `session check, token known: × faster than ${VENDOR}`,
        measured: timesFaster(WARM),
        atLeast: 60,
      },
      {
        what: `session check, token verified: × faster than ${VENDOR}`,
        measured: timesFaster(COLD),
        atLeast: 8,
      },
      {
        what: `vendor-format cookie, cold: × faster than ${VENDOR}`,
        measured: timesFaster(FOREIGN),
        atLeast: 5,
      },
    ],
  }
}
