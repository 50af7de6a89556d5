import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pages.ts'

/** The reviewed comparison of both component sets. A test keeps it up to date. */
const COMPARISON = 'tests/architecture/surface/components.txt'

let known: Set<string> | undefined

/** Whether the Svelte component does not have the prop. */
export function isOnlyInReact(component: string, prop: string): boolean {
  known ??= read()
  // In Svelte, `bind:this` takes the place of `ref`.
  return prop === 'ref' || known.has(component) || known.has(`${component}.${prop}`)
}

function read(): Set<string> {
  const missing = new Set<string>()
  let component = ''
  for (const [, title, prop, inSvelte] of readFileSync(join(root, COMPARISON), 'utf8').matchAll(
    /^\| (?:\*\*`<(\w+)>`\*\*|`(\w+)`) \| yes \| (yes|–) \|/gm,
  )) {
    if (title !== undefined) component = title
    if (inSvelte === '–') missing.add(prop === undefined ? component : `${component}.${prop}`)
  }
  return missing
}
