import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarios, siteScenarios } from '@latchkey/core/testing'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const SCENARIOS = [...scenarios, ...siteScenarios]
const COLUMNS = ['react', 'sveltekit', 'plain'].flatMap((site) => [`${site}, script`, `${site}, no script`])
const MARKS: Record<string, string> = {
  passed: '✓',
  failed: '✗',
  timedOut: '✗',
  interrupted: '✗',
}

/** Writes `matrix.md`: every scenario in every site, with script and without. */
export default class MatrixReporter implements Reporter {
  readonly #cells = new Map<string, string>()

  onTestEnd(test: TestCase, result: TestResult) {
    const cell = test.annotations.find(({ type }) => type === 'matrix')?.description
    if (cell !== undefined) this.#cells.set(cell, MARKS[result.status] ?? '✗')
  }

  onEnd() {
    // A part of the tests would overwrite the whole picture with gaps.
    if (this.#cells.size < SCENARIOS.length * COLUMNS.length) return
    const rows = SCENARIOS.map(({ id, title }) => {
      const cells = COLUMNS.map((column) => this.#cells.get(`${id} | ${column}`) ?? '✗ not run')
      return `| ${title} | ${cells.join(' | ')} |`
    })
    const head = `| scenario | ${COLUMNS.join(' | ')} |\n| --- |${' :-: |'.repeat(COLUMNS.length)}`
    const text = `# Flow matrix\n\nWritten by the browser tests. \`✓\` passed, \`✗\` failed or not run.\n\n${head}\n${rows.join('\n')}\n`
    writeFileSync(join(import.meta.dirname, '../matrix.md'), text)
  }
}
