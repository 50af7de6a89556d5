// `npm test -- resilience` tests whether sessions survive failures of processes, stores and the API. It prints tables and
// fails if a goal is not met.
//
// RESILIENCE_USERS: the number of users per row, 60 by default. RESILIENCE_STORES and RESILIENCE_WINDOWS: the stores and
// reuse windows to run, separated by commas. RESILIENCE_ROWS: parts of the names of the rows to run.
// RESILIENCE_SOAK_MINUTES: 30 by default, 0 for no soak test.
import { redisMissing } from '../../packages/core/tests/coordinator/redis-server.ts'
import type { RowResult } from './rows.ts'
import { FAILOVER, ROWS, type Row, runRow, SLOW_API } from './rows.ts'
import { soak } from './soak.ts'
import type { StoreName } from './stores.ts'
import { STORES, startStore } from './stores.ts'

const WINDOWS = [0, 10, 30] as const
const { env } = process
const users = Number(env.RESILIENCE_USERS ?? 60)
const soakMinutes = Number(env.RESILIENCE_SOAK_MINUTES ?? 30)
const isWanted = (wanted: string | undefined, name: string) =>
  wanted === undefined || wanted.split(',').some((part) => name.includes(part))
const isListed = (listed: string | undefined, name: string) =>
  listed === undefined || listed.split(',').includes(name)
const stores = STORES.filter((name) => isListed(env.RESILIENCE_STORES, name))
const windows = WINDOWS.filter((window) => isListed(env.RESILIENCE_WINDOWS, String(window)))

const say = (line: string) => process.stdout.write(`${line}\n`)
const missed: string[] = []

function sayRow(result: RowResult) {
  const { statuses, reuseWindow, refreshes, duplicates, signedOut, recoveredAfter } = result
  const seen = Object.entries(statuses).flatMap(([status, count]) => (count > 0 ? `${count} ${status}` : []))
  const cells = [
    result.store,
    result.row,
    reuseWindow,
    seen.join(', '),
    refreshes,
    duplicates,
    `${signedOut} of ${result.users}`,
    `${recoveredAfter.toFixed(1)} s`,
    result.missed.join('; ') || 'met',
  ]
  say(`| ${cells.join(' | ')} |`)
  for (const what of result.missed) missed.push(`${result.store}, ${result.row}, ${reuseWindow}: ${what}`)
}

function rowsOf(name: StoreName): readonly Row[] {
  // A slow API affects all stores in the same way, so it is tested with only one of them.
  if (name === 'PostgreSQL') return [...ROWS, SLOW_API]
  return name === 'Redis Cluster with replicas' ? [ROWS[0] as Row, FAILOVER] : ROWS
}

async function runRows(name: StoreName) {
  const store = await startStore(name)
  try {
    let undisturbedSeconds = 0
    for (const row of rowsOf(name).filter((one) => isWanted(env.RESILIENCE_ROWS, one.name))) {
      for (const window of windows.filter((one) => one > 0 || !row.needsWindow)) {
        const result = await runRow(row, store, window, users, undisturbedSeconds)
        if (row === ROWS[0]) undisturbedSeconds = Math.max(undisturbedSeconds, result.recoveredAfter)
        sayRow(result)
      }
    }
  } finally {
    await store.stop()
  }
}

async function runSoak() {
  const store = await startStore('PostgreSQL')
  try {
    const result = await soak(store, users, soakMinutes)
    say(`\n| soak of ${soakMinutes} minutes |  |`)
    say('| --- | --- |')
    for (const [name, value] of Object.entries(result)) {
      if (name !== 'missed' && name !== 'minutes') say(`| ${name} | ${Math.round(value as number)} |`)
    }
    for (const what of result.missed) missed.push(`soak: ${what}`)
  } finally {
    await store.stop()
  }
}

const missing = redisMissing()
if (missing !== undefined && stores.some((name) => name.startsWith('Redis'))) throw new Error(missing)

say(
  '| store | what happened | reuse window | pages | refreshes | duplicates | signed out | recovered | goals |',
)
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
for (const name of stores) await runRows(name)
if (soakMinutes > 0) await runSoak()
say(missed.length === 0 ? '\nEvery goal was met.' : `\nMissed:\n${missed.join('\n')}`)
process.exit(missed.length === 0 ? 0 : 1)
