import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FirebaseHashConfig } from '../import/export-row.ts'
import { type ImportOutcome, openJournal } from '../import/import-journal.ts'
import { importUsers } from '../import/import-users.ts'
import { readHashConfig } from '../import/password-hash.ts'
import { readExport } from '../import/read-export.ts'
import { sendTo, type Wait } from '../import/send-request.ts'
import { SOURCES } from '../import/sources.ts'
import { type ImportCommandOptions, UsageError } from './command-options.ts'

const CONCURRENCY = 10
const PROGRESS_EVERY = 1000

/** Imports an export file. Resolves with the exit code: 1 if the API refused a user. */
export async function runImport(options: ImportCommandOptions): Promise<number> {
  const { file, from = '', url, apiKey, dryRun } = options
  const source = Object.hasOwn(SOURCES, from) ? SOURCES[from] : undefined
  if (file === undefined) throw new UsageError('import: pass a file, as in import users.csv --from clerk')
  if (source === undefined) throw new UsageError(`--from: use one of ${Object.keys(SOURCES).join(', ')}`)
  if (!URL.canParse(url))
    throw new UsageError(`--url: ${url} is not an address such as https://api.workos.com`)
  const hashConfig = options.hashConfig === undefined ? undefined : readConfig(options.hashConfig)
  const baseUrl = url.replace(/\/$/, '')
  const report = `${file}.${dryRun ? 'dry-run' : 'import'}.ndjson`
  const journal = openJournal(report, { file: resolve(file), bytes: statSync(file).size, from, url: baseUrl })
  let done = 0
  const send = sendTo(baseUrl, apiKey, { onWait: onePerPause((line) => process.stderr.write(line)) })
  await importUsers(readExport(file, source), source, send, journal, {
    concurrency: CONCURRENCY,
    dryRun,
    ...(hashConfig !== undefined && { hashConfig }),
    onRow() {
      if (++done % PROGRESS_EVERY === 0) process.stderr.write(`latchkey-emulator: ${done} users\n`)
    },
  })
  const outcomes = [...journal.outcomes.values()]
  process.stdout.write(`${summaryOf(outcomes, dryRun).join('\n')}\nThe report is in ${report}\n`)
  return outcomes.some(({ outcome }) => outcome === 'failed') ? 1 : 0
}

/** Writes one line for the parallel requests that wait at the same time. */
export function onePerPause(write: (line: string) => void, now = Date.now): (wait: Wait) => void {
  let announcedUntil = Number.NEGATIVE_INFINITY
  return ({ why, ms, attempt, most }) => {
    if (now() < announcedUntil) return
    announcedUntil = now() + ms
    const seconds = Math.ceil(ms / 1000)
    write(`latchkey-emulator: waiting ${seconds} s (${why}), then attempt ${attempt} of ${most}\n`)
  }
}

/** Counts the users per outcome, with the reasons, and lists the data that was left out. */
export function summaryOf(outcomes: ImportOutcome[], dryRun: boolean): string[] {
  const count = (name: ImportOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === name).length
  const created = dryRun ? 'would be created' : 'created'
  const lines = [
    `${outcomes.length} users: ${count('created')} ${created}, ${count('existed')} existed, ${count('skipped')} skipped, ${count('failed')} refused`,
  ]
  const reasons = counted(
    outcomes.flatMap(({ outcome, reason }) => (reason ? [`${outcome}: ${reason}`] : [])),
  )
  const left = counted(outcomes.flatMap(({ left_out = [] }) => left_out))
  for (const [reason, times] of reasons) lines.push(`  ${reason} (${times})`)
  if (left.length > 0) lines.push('Left out:')
  for (const [name, times] of left) lines.push(`  ${name} (${times})`)
  return lines
}

function counted(names: string[]): Array<[string, number]> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function readConfig(file: string): FirebaseHashConfig {
  const config = readHashConfig(readFileSync(file, 'utf8'))
  if (config !== undefined) return config
  const names = 'base64_signer_key, base64_salt_separator, rounds and mem_cost'
  throw new UsageError(`--hash-config: ${file} must have ${names}, as the Firebase console shows them`)
}
