import { withBusyCore } from '../harness/busy.ts'
import { runRounds } from '../harness/rounds.ts'
import { difference, spread } from '../harness/statistics.ts'
import type { Benchmark } from '../report/report.ts'
import { createSessionFixture } from '../session-check/fixture.ts'
import contestants, { COLD, NO_OP, WARM } from './contestants.ts'

const CONCURRENCY = 50

/** The time that a hook adds to a page request, in a loop without Kit's own server. */
export const sveltekitHandle: Benchmark = async ({ rounds, milliseconds, isBusy, sessions }) => {
  const names = Object.keys(contestants)
  const fixture = await createSessionFixture(sessions)
  const module = new URL('./contestants.ts', import.meta.url)
  const options = { module, names, fixture, rounds, milliseconds, concurrency: CONCURRENCY }
  const samples = await withBusyCore(isBusy, () => runRounds(options))
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
  const added = (name: string) => difference(cpuOf(name), cpuOf(NO_OP))
  const rows = names.map((name) => ({ name, cells: [added(name), spread(cpuOf(name))] }))
  return {
    title: 'SvelteKit handle',
    notes: [
      `${rounds} rounds, ${CONCURRENCY} requests at a time, second core ${isBusy ? 'busy' : 'idle'}. The event is ` +
        'created for each request, with a real `Request`, and the page returns `ok`.',
    ],
    tables: [{ title: 'One request', columns: ['added CPU µs', 'CPU µs'], rows }],
    goals: [
      { what: 'SvelteKit handle, token known: added CPU µs', measured: added(WARM).median, atMost: 20 },
      { what: 'SvelteKit handle, token verified: added CPU µs', measured: added(COLD).median, atMost: 200 },
    ],
  }
}
