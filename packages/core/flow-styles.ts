// Writes the style sheet that pages of flows include: `pnpm --filter @latchkey/core run flow-styles`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sheetsOf } from './styles.ts'

export const FLOW_STYLES = join(import.meta.dirname, 'src/pages/flow-styles.ts')

/** What surrounds the card of a page. */
const PAGE = `:root{color-scheme:light dark}body{margin:0;padding:clamp(1rem,8vh,6rem) 1rem;background:light-dark(#f4f2ec,#0f0e0c)}`

/** The module with `src/styles.css`. */
export async function writtenFlowStyles(): Promise<string> {
  const sheets = await sheetsOf(readFileSync(join(import.meta.dirname, 'src/styles.css'), 'utf8'))
  const text = JSON.stringify(PAGE + sheets['styles.css'].trim())
  return `// Written by \`pnpm --filter @latchkey/core run flow-styles\` from \`src/styles.css\`. Do not edit it.

/** The style of a page that stands alone. */
// biome-ignore format: one line of a style sheet
export const FLOW_STYLES =
  ${text}
`
}

if (import.meta.main) writeFileSync(FLOW_STYLES, await writtenFlowStyles())
