import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarios, siteScenarios } from '@latchkey/core/testing'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const SCENARIOS = [...scenarios, ...siteScenarios]
const SITES = ['react', 'sveltekit', 'plain', 'next']
const COLUMNS = SITES.flatMap((site) => [`${site}, script`, `${site}, no script`])
const FILE = join(import.meta.dirname, '../matrix.md')
const MARKS: Record<string, string> = {
  passed: '✓',
  failed: '✗',
  timedOut: '✗',
  interrupted: '✗',
}

/** Writes `matrix.md`: every scenario in every site, with JavaScript and without. */
export default class MatrixReporter implements Reporter {
  readonly #cells = new Map<string, string>()

  onTestEnd(test: TestCase, result: TestResult) {
    const cell = test.annotations.find(({ type }) => type === 'matrix')?.description
    if (cell !== undefined) this.#cells.set(cell, MARKS[result.status] ?? '✗')
  }

  onEnd() {
    const ran = COLUMNS.filter((column) => SCENARIOS.every(({ id }) => this.#cells.has(`${id} | ${column}`)))
    // A column is rewritten only after a complete run of its scenarios; other columns stay unchanged.
    if (ran.length === 0) return
    const earlier = readMatrix(readFileSync(FILE, 'utf8'))
    const rows = SCENARIOS.map(({ id, title }) => {
      const cells = COLUMNS.map((column) =>
        ran.includes(column) ? this.#cells.get(`${id} | ${column}`) : earlier.get(`${title} | ${column}`),
      )
      return `| ${title} | ${cells.map((cell) => cell ?? '✗ not run').join(' | ')} |`
    })
    const head = `| scenario | ${COLUMNS.join(' | ')} |\n| --- |${' :-: |'.repeat(COLUMNS.length)}`
    const text = `# Flow matrix\n\nWritten by the browser tests. \`✓\` passed, \`✗\` failed or not run.\n\n${head}\n${rows.join('\n')}\n`
    writeFileSync(FILE, text)
  }
}

/** Reads the cells of an existing matrix, by scenario and column. */
function readMatrix(text: string): Map<string, string> {
  const [head = [], , ...rows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return new Map(
    rows.flatMap(([title, ...cells]) =>
      cells.map((cell, index): [string, string] => [`${title} | ${head[index + 1]}`, cell]),
    ),
  )
}
