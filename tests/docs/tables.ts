import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../architecture/sources.ts'

/** A table in a document. */
export interface Table {
  /** The nearest heading above the table. */
  heading: string
  /** The text between this table and the previous heading or table. */
  lead: string
  columns: string[]
  rows: string[][]
}

export function tablesIn(path: string): Table[] {
  const text = readFileSync(join(root, path), 'utf8')
  const tables: Table[] = []
  let heading = ''
  let lead: string[] = []
  let lines: string[] = []
  const end = () => {
    if (lines.length === 0) return
    const [columns = [], , ...rows] = lines.map(cellsOf)
    tables.push({ heading, lead: lead.join('\n'), columns, rows })
    lines = []
    lead = []
  }
  for (const line of [...text.split('\n'), '']) {
    if (line.startsWith('|')) {
      lines.push(line)
      continue
    }
    end()
    const [, found] = /^#+ (.+)$/.exec(line) ?? []
    if (found === undefined) lead.push(line)
    else {
      heading = found
      lead = []
    }
  }
  return tables
}

const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The names in backticks in a column, which is the first one by default. */
export const namesIn = ({ rows }: Table, column = 0): string[] =>
  rows.flatMap((cells) => [...(cells[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
