import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'

/** The rows of the first table that begins with "scenario", as cells. */
function matrixIn(path: string): string[][] {
  const text = readFileSync(join(root, path), 'utf8')
  const [table = ''] = text.slice(text.search(/^\| scenario/m)).split('\n\n', 1)
  const rows = table.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| -'))
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

it('the README has the number of scenarios in the flow matrix', () => {
  const written = matrixIn('apps/e2e/matrix.md')
  const runs = written.slice(1).flatMap((row) => row.slice(1))
  expect(runs.filter((cell) => cell !== '✓')).toEqual([])
  const counted = `${written.length - 1} scenarios run in four demo apps](apps/e2e/matrix.md)`
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(counted)
})
