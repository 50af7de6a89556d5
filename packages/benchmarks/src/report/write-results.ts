import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Machine } from '../harness/machine.ts'
import { toChart } from './chart.ts'
import { toLineChart } from './line-chart.ts'
import { chartName, toMarkdown } from './markdown.ts'
import type { Report } from './report.ts'

export const RESULTS = fileURLToPath(new URL('../../results/', import.meta.url))

/** Writes a report as Markdown and as JSON with all measurements, and one chart per table. */
export function writeResults(report: Report, machine: Machine, settings: object, folder = RESULTS): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${report.name}.md`, toMarkdown(report, machine))
  writeFileSync(
    `${folder}/${report.name}.json`,
    `${JSON.stringify({ machine, settings, ...report }, null, 2)}\n`,
  )
  report.tables.forEach((table, index) => {
    if (table.chart === 'none') return
    const draw = table.chart === 'line' ? toLineChart : toChart
    writeFileSync(`${folder}/${chartName(report.name, index)}`, draw(table))
  })
}
