import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SOURCE = join(import.meta.dirname, '../../core/src/styles.css')
const TARGET = join(import.meta.dirname, '../src/engine/web/pages/tokens.ts')
const NAMES = [
  ...[
    'bg',
    'fill',
    'fg',
    'muted',
    'border',
    'control',
    'accent',
    'on-accent',
    'brass',
    'link',
    'danger',
    'done',
  ],
  ...[
    'ring',
    'shadow',
    'font',
    'font-title',
    'font-code',
    'radius',
    'radius-card',
    'control-height',
    'transition',
  ],
]

/** The file with the default values of the components, so that the emulator's pages look like them. */
export function tokensFile(sheet = readFileSync(SOURCE, 'utf8')): string {
  const declarations = NAMES.map((name) => `  --${name}: ${defaultOf(sheet, name)};`)
  return `/** The look of the components. Made by \`pnpm --filter @latchkey/emulator run copy-tokens\`; not edited by hand. */
export const TOKENS = \`
:root {
${declarations.join('\n')}
}
\`
`
}

/** What \`--_name: var(--lk-…, value)\` falls back to. */
function defaultOf(sheet: string, name: string): string {
  const value = new RegExp(`--_${name}:\\s*var\\(\\s*--lk-[\\w-]+,([^;]*)\\);`).exec(sheet)?.[1]
  if (value === undefined) throw new Error(`${SOURCE} has no token named ${name}`)
  return value.replace(/\s+/g, ' ').trim()
}

if (import.meta.main) writeFileSync(TARGET, tokensFile())
