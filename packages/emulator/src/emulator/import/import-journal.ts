import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseJson } from './parse-json.ts'
import { ExportError } from './read-export.ts'

/** The result of importing one row. */
export interface ImportOutcome {
  /** The position of the row in the file, starting at 1. */
  row: number
  outcome: 'created' | 'existed' | 'skipped' | 'failed'
  email?: string
  /** The id that the API assigned. */
  user_id?: string
  reason?: string
  left_out?: string[]
}

/** The report of an import, with one line of JSON per row. The next run uses it to continue where this one stopped. */
export interface ImportJournal {
  readonly outcomes: ReadonlyMap<number, ImportOutcome>
  add(outcome: ImportOutcome): void
}

/** Opens the report of an import. Fails if it belongs to another file, source or server. */
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
  // Terminates a line that was left incomplete because the process was killed.
  if (lines.at(-1) !== undefined && lines.at(-1) !== '') appendFileSync(file, '\n')
  return {
    outcomes,
    add(outcome) {
      outcomes.set(outcome.row, outcome)
      appendFileSync(file, `${JSON.stringify(outcome)}\n`)
    },
  }
}
