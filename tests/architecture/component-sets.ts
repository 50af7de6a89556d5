import { entriesOf } from './entries.ts'
import type { PackageName } from './sources.ts'
import { takersOf } from './takers.ts'

/** The components of a framework, each with its props. */
export type ComponentSet = ReadonlyMap<string, readonly string[]>

/** Reads components from the built types. `from` selects the entries that contain components. */
export function componentsOf(name: PackageName, from: RegExp): ComponentSet {
  const takers = takersOf(entriesOf(name).filter((entry) => from.test(entry.name)))
  const components = takers.filter(({ name }) => /^[A-Z][a-zA-Z]*[a-z]/.test(name))
  return new Map(
    components.map(
      ({ name, inputs }) => [name, inputs.flatMap((input) => propOf(input.name)).sort()] as const,
    ),
  )
}

/** Adapts React's names to Svelte's: `class` for `className`, and no `ref`, which is `bind:this` in Svelte. */
const propOf = (name: string) => (name === 'ref' ? [] : [name === 'className' ? 'class' : name])

/** Why a component or a prop is in only one set, by `Component` or `Component.prop`, or `*.prop` for all components. */
export type Reasons = Readonly<Record<string, string>>

interface Line {
  key: string
  react: boolean
  svelte: boolean
}

/** Creates one line per component and, if it is in both sets, one line per prop. */
export function compare(react: ComponentSet, svelte: ComponentSet): Line[] {
  const names = [...new Set([...react.keys(), ...svelte.keys()])].sort()
  return names.flatMap((name) => {
    const [left, right] = [react.get(name), svelte.get(name)]
    const whole = { key: name, react: left !== undefined, svelte: right !== undefined }
    if (!left || !right) return [whole]
    const props = [...new Set([...left, ...right])].sort()
    return [
      whole,
      ...props.map((prop) => ({
        key: `${name}.${prop}`,
        react: left.includes(prop),
        svelte: right.includes(prop),
      })),
    ]
  })
}

const reasonFor = ({ key }: Line, reasons: Reasons) =>
  reasons[key] ?? reasons[key.replace(/^\w+\./, '*.')] ?? ''

/** Components and props that are in only one set, without a reason. */
export const unexplained = (lines: readonly Line[], reasons: Reasons): string[] =>
  lines.filter((line) => line.react !== line.svelte && reasonFor(line, reasons) === '').map(({ key }) => key)

/** Reasons for differences that no longer exist. */
export const outdated = (lines: readonly Line[], reasons: Reasons): string[] =>
  Object.keys(reasons).filter((reason) => {
    const concerned = lines.filter(({ key }) => key === reason || key.replace(/^\w+\./, '*.') === reason)
    return concerned.every(({ react, svelte }) => react === svelte)
  })

/** The comparison as a Markdown table for the documentation. */
export function table(lines: readonly Line[], reasons: Reasons): string {
  const mark = (has: boolean) => (has ? 'yes' : '–')
  const rows = lines.map((line) => {
    const name = line.key.includes('.') ? `\`${line.key.replace(/^\w+\./, '')}\`` : `**\`<${line.key}>\`**`
    const why = line.react === line.svelte ? '' : reasonFor(line, reasons)
    return `| ${name} | ${mark(line.react)} | ${mark(line.svelte)} | ${why} |`
  })
  return ['| Component, prop | React | Svelte | Why |', '|---|---|---|---|', ...rows, ''].join('\n')
}
