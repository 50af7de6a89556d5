import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Spread } from '../harness/statistics.ts'
import type { Benchmark, Table } from '../report/report.ts'
import { growthOf } from './growth.ts'
import { type HeapSample, REUSE_WINDOW_SECONDS, type Soaked, type SoakSettings } from './soaked.ts'
import type { Tally } from './tally.ts'

/** Tests whether users are signed out or the heap grows, with many users, expiring sessions and a failing API. */
export const soak: Benchmark = async ({ soak: settings }) => {
  const { tally, applied, samples } = await run(settings)
  const growth = growthOf(samples)
  const { minutes, users, speed, tokenSeconds } = settings
  return {
    title: 'Soak',
    notes: [
      `${users} users for ${minutes} minutes, on a clock that runs ${speed} times as fast. Access tokens last ` +
        `${tokenSeconds} s. A page sends up to six requests at once, every two to ten seconds. Users also sign out, have ` +
        'their sessions revoked, or stay away until their token has expired. One handler and the emulator run in one ' +
        'process.',
      `The API accepts a refresh token again for ${REUSE_WINDOW_SECONDS} s after its first use, so that a lost response ` +
        'can be requested once more. If the machine stalls for seconds, that can be too late.',
      'The heap is measured after `gc()` and includes the emulator, whose rows are outside of it, in SQLite. The ' +
        `slope is without compiled code, fitted to the samples ${growth.since}, plus or minus two standard errors.`,
      ...tally.remarks.map((remark) => `Noticed: ${remark}.`),
    ],
    tables: [
      whatCameOfIt(tally, growth.bytesPerThousandRequests),
      {
        title: 'Faults',
        columns: ['requests affected'],
        rows: Object.entries(applied).map(([name, count]) => ({ name, cells: [count] })),
      },
      heapOverTime(samples),
    ],
    goals: [
      { what: 'soak: users signed out wrongly', measured: tally.wrongfulSignOuts, atMost: 0 },
      { what: 'soak: requests accepted wrongly', measured: tally.wronglyLetIn, atMost: 0 },
      { what: 'soak: duplicate refreshes', measured: tally.duplicates, atMost: 0 },
      { what: 'soak: errors without a type', measured: tally.untypedErrors, atMost: 0 },
      { what: 'soak: refreshes', measured: tally.exchanges, atLeast: users },
      {
        what: 'soak: heap bytes per thousand requests',
        measured: growth.bytesPerThousandRequests.median,
        atMost: 10_000,
      },
    ],
  }
}

async function run(settings: SoakSettings): Promise<Soaked> {
  const program = fileURLToPath(new URL('./run.ts', import.meta.url))
  const child = fork(program, { execArgv: ['--expose-gc'] })
  try {
    child.send(settings)
    const gone = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`The soak ended early, with code ${code}`)),
    )
    const [soaked] = await Promise.race([once(child, 'message'), gone])
    return soaked as Soaked
  } finally {
    child.kill()
  }
}

function whatCameOfIt(tally: Tally, bytesPerThousandRequests: Spread): Table {
  const rows = {
    requests: tally.requests,
    refreshes: tally.exchanges,
    'refreshes of a token that was in progress or complete': tally.duplicates,
    'responses with a stale session': tally.stale,
    'signed out correctly': tally.rightfulSignOuts,
    'signed out after a lost response outside the reuse window': tally.overdueSignOuts,
    'signed out wrongly': tally.wrongfulSignOuts,
    'accepted wrongly': tally.wronglyLetIn,
    'errors with a type': tally.typedErrors,
    'errors without a type': tally.untypedErrors,
    'heap bytes per thousand requests': bytesPerThousandRequests,
  }
  return {
    title: 'Results',
    columns: ['count'],
    chart: 'none',
    rows: Object.entries(rows).map(([name, count]) => ({ name, cells: [count] })),
  }
}

function heapOverTime(samples: readonly HeapSample[]): Table {
  return {
    title: 'Heap over time',
    columns: ['MB', 'compiled code in it', 'requests', 'refreshes'],
    chart: 'line',
    rows: samples.map(({ seconds, heapBytes, codeBytes, requests, exchanges }) => ({
      name: `${Math.round(seconds)} s`,
      cells: [heapBytes / 1e6, codeBytes / 1e6, requests, exchanges],
    })),
  }
}
