import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'
import { ROWS } from './coming-from.tsx'

it('every row of the migration tables of packages/react is compiled', () => {
  const text = readFileSync(join(root, 'packages/react/README.md'), 'utf8')
  const [, tables = ''] = text.split('## Coming from Clerk or AuthKit')
  const cells = [...tables.matchAll(/^\| (.+?) +\|/gm)].map(([, cell = '']) => cell.replaceAll('`', ''))
  const rows = cells.filter((cell) => !/^(Clerk|AuthKit|-+)$/.test(cell))
  expect(rows.length).toBeGreaterThan(10)
  expect(Object.keys(ROWS).sort()).toEqual(rows.sort())
})
