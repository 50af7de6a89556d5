import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { difference, median, ratio, spread } from '../harness/statistics.ts'
import type { Benchmark } from '../report/report.ts'
import { createSessionFixture } from '../session-check/fixture.ts'
import { API_IMPORT, cases, NOTHING, READY, VENDOR_IMPORT, VENDOR_READY } from './cases.ts'

interface Timing {
  wall: number
  cpu: number
}

/** The cost of an import in a new process. */
export const importCost: Benchmark = async ({ rounds }) => {
  const names = Object.keys(cases)
  const { jwks, tokens, ours, vendor } = await createSessionFixture(1)
  const given = JSON.stringify({ jwks, tokens, ours, vendor })
  const timings = new Map(names.map((name) => [name, [] as Timing[]]))
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      timings.get(name)?.push(await timeOnce(name, given))
    }
  }
  const of = (name: string, kind: keyof Timing) => (timings.get(name) ?? []).map((timing) => timing[kind])
  return {
    title: 'Import cost',
    notes: [
      `${rounds} cold processes each, in rotated order. Compiled code is not cached. Other load on the machine increases the ` +
        'times but not the ratio. Node has already loaded `node:crypto`, to read the TypeScript file that measures.',
    ],
    tables: [
      {
        title: 'Until the import can be used',
        columns: ['wall ms', 'CPU ms', `× ${VENDOR_IMPORT} (CPU)`],
        rows: names.map((name) => {
          const times = ratio(of(name, 'cpu'), of(VENDOR_IMPORT, 'cpu'))
          return { name, cells: [spread(of(name, 'wall')), spread(of(name, 'cpu')), times] }
        }),
      },
    ],
    goals: [
      {
        what: 'import of the API client: CPU ms over an empty module',
        measured: difference(of(API_IMPORT, 'cpu'), of(NOTHING, 'cpu')).median,
        atMost: 3,
      },
      { what: 'ready for a first session check: CPU ms', measured: median(of(READY, 'cpu')), atMost: 14 },
      {
        what: 'ready for a first session check: × the WorkOS SDK (CPU)',
        measured: ratio(of(READY, 'cpu'), of(VENDOR_READY, 'cpu')).median,
        atMost: 8 / 37.7,
      },
    ],
  }
}

async function timeOnce(name: string, given: string): Promise<Timing> {
  const program = fileURLToPath(new URL('./time-import.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, name, given])
  return JSON.parse(stdout)
}
