import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesLike, root } from '../architecture/sources.ts'
import { tablesIn } from './tables.ts'

const PAGES = ['authkit', 'clerk', 'better-auth', 'authjs', 'supabase']
const sources = filesLike('packages/*/src/**/*.{ts,tsx,svelte}')
  .filter((path) => !path.includes('.test.'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n')
const words = new Set(sources.match(/[A-Za-z_$][\w$]*/g))

/** The components, functions, options and packages of ours that a cell names. */
const namesOf = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) =>
    /[/?@]/.test(code.replaceAll(/<\/?/g, ''))
      ? []
      : (code.replaceAll(/'[^']*'/g, '').match(/[A-Za-z_$][\w$]*/g) ?? []),
  )

describe.each(PAGES)('the page about migrating from %s', (page) => {
  const tables = tablesIn(`docs/migrate/${page}.md`)

  it('names only exports that the packages have', () => {
    const rows = tables.flatMap((table) => table.rows)
    expect(rows.length).toBeGreaterThan(10)
    const unknown = rows.flatMap(([, ours = '']) => namesOf(ours)).filter((name) => !words.has(name))
    expect(unknown).toEqual([])
  })

  it('has a replacement in each row, or a note that there is none', () => {
    const rows = tables.flatMap((table) => table.rows)
    expect(rows.filter(([theirs = '', ours = '']) => theirs === '' || ours === '')).toEqual([])
  })
})
