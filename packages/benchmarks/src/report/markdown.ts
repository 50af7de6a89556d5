import type { Machine } from '../harness/machine.ts'
import { formatCell, formatNumber } from './format.ts'
import { type Goal, isMet, type Report, type Table } from './report.ts'

/** A report as a separate page. */
export function toMarkdown(report: Report, machine: Machine): string {
  const parts = [`# ${report.title}`, describe(machine), ...report.notes]
  report.tables.forEach((table, index) => {
    parts.push(`## ${table.title}`, tableOf(table))
    if (table.chart !== 'none') parts.push(`![${table.title}](${chartName(report.name, index)})`)
  })
  if (report.goals.length > 0) parts.push('## Goals', goalsOf(report.goals))
  return `${parts.join('\n\n')}\n`
}

export const chartName = (name: string, index: number): string => `${name}-${index + 1}.svg`

function describe({ date, node, cpu, cores, platform, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Measured on ${date}, Node ${node}, ${cores} cores (${cpu}), ${platform}.\n${list.join(' · ')}`
}

const tableOf = ({ columns, rows }: Table) =>
  grid(
    ['', ...columns],
    rows.map(({ name, cells }) => [name, ...cells.map(formatCell)]),
  )

export const goalsOf = (goals: readonly Goal[]): string =>
  grid(
    ['goal', 'target', 'measured', ''],
    goals.map((goal) => [
      goal.what,
      targetOf(goal),
      formatNumber(goal.measured),
      isMet(goal) ? 'met' : 'missed',
    ]),
  )

const targetOf = ({ atMost, atLeast }: Goal) =>
  atLeast === undefined ? `≤ ${formatNumber(atMost as number)}` : `≥ ${formatNumber(atLeast)}`

function grid(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rule = headings.map((_, index) => (index === 0 ? '---' : '---:'))
  return [line(headings), line(rule), ...rows.map(line)].join('\n')
}
