import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, it } from 'vitest'
import { requireBuilt } from '../../../scripts/check-built.mjs'
import { benchmarks } from '../src/benchmarks.ts'
import { describeMachine } from '../src/harness/machine.ts'
import { isMet } from '../src/report/report.ts'
import { writeResults } from '../src/report/write-results.ts'

// Benchmarks measure packages as they are published.
beforeAll(() => requireBuilt())

/** One tiny round. It checks that every contestant still works, not how fast it is. */
const tiny = {
  rounds: 1,
  milliseconds: 1,
  isBusy: false,
  sessions: 3,
  soak: { minutes: 1 / 30, users: 20, speed: 10, tokenSeconds: 15 },
  tableSizes: [50, 100],
}

// In parallel, because each of them waits for processes to start.
describe('benchmarks', () => {
  it.concurrent.for(Object.entries(benchmarks))(
    '%s runs and writes its results',
    async ([name, benchmark], { expect, onTestFinished }) => {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-results-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const report = { name, ...(await benchmark(tiny)) }
      writeResults(report, describeMachine(), tiny, folder)

      expect(report.goals.every(({ measured }) => Number.isFinite(measured))).toBe(true)
      // One tiny round does not measure speed, but it does check for failures that must never happen.
      expect(report.goals.filter((goal) => goal.atMost === 0 && !isMet(goal))).toEqual([])
      const charts = report.tables.flatMap(({ chart }, index) =>
        chart === 'none' ? [] : [`${name}-${index + 1}.svg`],
      )
      expect(readdirSync(folder).sort()).toEqual([...charts, `${name}.json`, `${name}.md`].sort())
      expect(readFileSync(join(folder, `${name}.md`), 'utf8')).toContain('## Goals')
    },
  )
})
