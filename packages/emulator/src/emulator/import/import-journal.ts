import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseJson } from './parse-json.ts'
import { ExportError } from './read-export.ts'

/** What became of a row. */
export interface ImportOutcome {
  /** Its place in the file, from 1. */
  row: number
  outcome: 'created' | 'existed' | 'skipped' | 'failed'
  email?: string
  /** Id at the API. */
  user_id?: string
  reason?: string
  left_out?: string[]
}

/** The report of an import, one line of JSON a row, which is also where the next run continues. */
export interface ImportJournal {
  readonly outcomes: ReadonlyMap<number, ImportOutcome>
  add(outcome: ImportOutcome): void
}

/** Opens the report of an import. Fails when it is that of another file, source or server. */
export function openJournal(file: string, about: object): ImportJournal {
  const [head, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const expected = JSON.stringify(about)
  if (head === undefined) appendFileSync(file, `${expected}\n`, { mode: 0o600 })
  else if (head !== expected) {
    throw new ExportError(
      `${file} is the report of another import: ${head}. Move or delete it to start over.`,
    )
  }
  const outcomes = new Map<number, ImportOutcome>()
  for (const line of lines) {
    const outcome = parseJson(line) as ImportOutcome | undefined
    if (outcome !== undefined) outcomes.set(outcome.row, outcome)
  }
  // A line that a killed process has begun ends here.
  if (lines.at(-1) !== undefined && lines.at(-1) !== '') appendFileSync(file, '\n')
  return {
    outcomes,
    add(outcome) {
      outcomes.set(outcome.row, outcome)
      appendFileSync(file, `${JSON.stringify(outcome)}\n`)
    },
  }
}
