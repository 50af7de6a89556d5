import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Spread } from '../harness/statistics.ts'
import type { Benchmark, Table } from '../report/report.ts'
import { growthOf } from './growth.ts'
import { type HeapSample, REUSE_WINDOW_SECONDS, type Soaked, type SoakSettings } from './soaked.ts'
import type { Tally } from './tally.ts'

/** Many users, sessions that expire, an API that fails: is anyone signed out, and does the heap grow? */
export const soak: Benchmark = async ({ soak: settings }) => {
  const { tally, applied, samples } = await run(settings)
  const growth = growthOf(samples)
  const { minutes, users, speed, tokenSeconds } = settings
  return {
    title: 'Soak',
    notes: [
      `${users} people for ${minutes} minutes, on a clock that runs ${speed} times as fast. Access tokens last ` +
        `${tokenSeconds} s. A page asks up to six things at once, every two to ten seconds; people also sign out, have ` +
        'their sessions revoked, or stay away until their token has run out. One handler and the emulator, in one ' +
        'process.',
      `The service answers a refresh token again for ${REUSE_WINDOW_SECONDS} s after its first use, so that a lost answer ` +
        'can be asked for once more. On a machine that stands still for seconds, that may be too late.',
      'The heap is what is alive after `gc()`, with the emulator’s part of it; its rows are in SQLite, outside. The ' +
        `slope is that of all but compiled code, fitted to the samples ${growth.since}, give or take two standard errors.`,
      ...tally.remarks.map((remark) => `Noticed: ${remark}.`),
    ],
    tables: [
      whatCameOfIt(tally, growth.bytesPerThousandRequests),
      {
        title: 'Faults',
        columns: ['requests struck'],
        rows: Object.entries(applied).map(([name, count]) => ({ name, cells: [count] })),
      },
      heapOverTime(samples),
    ],
    goals: [
      { what: 'soak: people signed out wrongfully', measured: tally.wrongfulSignOuts, atMost: 0 },
      { what: 'soak: requests let in wrongly', measured: tally.wronglyLetIn, atMost: 0 },
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
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('The soak ended early')))
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
    'refreshes of a token under way or answered': tally.duplicates,
    'answered "cannot be told now"': tally.stale,
    'signed out rightfully': tally.rightfulSignOuts,
    'signed out as a lost answer came too late': tally.overdueSignOuts,
    'signed out wrongfully': tally.wrongfulSignOuts,
    'let in wrongly': tally.wronglyLetIn,
    'errors with a type': tally.typedErrors,
    'errors without a type': tally.untypedErrors,
    'heap bytes per thousand requests': bytesPerThousandRequests,
  }
  return {
    title: 'What came of it',
    columns: ['count'],
    chart: 'none',
    rows: Object.entries(rows).map(([name, count]) => ({ name, cells: [count] })),
  }
}

function heapOverTime(samples: readonly HeapSample[]): Table {
  return {
    title: 'Heap over time',
    columns: ['MB', 'of it compiled code', 'requests', 'refreshes'],
    chart: 'line',
    rows: samples.map(({ seconds, heapBytes, codeBytes, requests, exchanges }) => ({
      name: `${Math.round(seconds)} s`,
      cells: [heapBytes / 1e6, codeBytes / 1e6, requests, exchanges],
    })),
  }
}
