import type { Operation } from '../../engine/web/http/operation.ts'
import { DATA_SOURCES } from './data-sources.ts'

/** How to cause an error of `authenticate`. */
export interface ReachableCode {
  code: string
  status: number
  /** A short description. For an error that no flow leads to, the reason. */
  how: string
  byFault: boolean
}

/** A part of the API that the emulator does not have. */
export interface MissingPart {
  what: string
  /** One of its endpoints. */
  path: string
}

/** The text of SUPPORTED.md: what the emulator implements, generated from its operations. */
export function describeSupport(
  operations: readonly Operation[],
  codes: readonly ReachableCode[],
  missing: readonly MissingPart[],
): string {
  return `<!-- Generated from the operations and their schemas; \`vitest -u run packages/emulator/tests/supported.test.ts\` writes it again. -->

# What is emulated

The local server implements ${operations.length} operations. It checks every request against its schema and, in strict mode, every response too.
The same schemas make up \`/openapi.json\`. Any other operation returns 501 \`not_emulated\`, and the message contains its name.

${groupsOf(operations).map(describeGroup).join('\n')}
## What is not emulated

${table(
  ['Part of the API', 'Such as'],
  missing.map(({ what, path }) => [what, `\`${path}\``]),
)}
## How data is created

${table(
  ['What', 'API', 'Seed', 'Dashboard', 'Otherwise'],
  DATA_SOURCES.map(({ what, api, seed, dashboard, otherwise = '' }) => [
    what,
    api === undefined ? '' : `\`${api}\``,
    seed === undefined ? '' : `\`${seed}\``,
    dashboard ?? '',
    otherwise,
  ]),
)}
## Errors of \`authenticate\`

A test covers each of these errors. If no flow returns a code, add a fault rule that returns it:
\`POST /_emulator/faults\` with \`{"operation": "authenticate", "respond": {"status", "body"}}\`.

${table(
  ['Code', 'Status', 'How'],
  codes.map(({ code, status, how, byFault }) => [
    `\`${code}\``,
    String(status),
    byFault ? `only with a fault rule: ${how}` : how,
  ]),
)}`
}

interface Group {
  name: string
  operations: Operation[]
}

/** Groups operations by the collection in their path. */
function groupsOf(operations: readonly Operation[]): Group[] {
  const groups = new Map<string, Operation[]>()
  for (const operation of operations) {
    const [, first = '', second = ''] = operation.path.split('/')
    const name = first === 'user_management' ? second : first
    groups.set(name, [...(groups.get(name) ?? []), operation])
  }
  return [...groups].map(([name, own]) => ({ name, operations: own }))
}

function describeGroup({ name, operations }: Group): string {
  return `## ${name.replaceAll('_', ' ')}

${table(
  ['Operation', 'Request', 'Responses', 'Description'],
  operations.map(({ id, method, path, responses, summary }) => [
    `\`${id}\``,
    `\`${method} ${path.replace(/:(\w+)/g, '{$1}')}\``,
    Object.keys(responses).join(', '),
    summary,
  ]),
)}`
}

function table(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  return line(headings) + line(headings.map(() => '---')) + rows.map(line).join('')
}
