import { describe, expect, it } from 'vitest'
import { entriesOf, publicExports } from './entries.ts'
import { PACKAGES } from './sources.ts'

const HOW =
  'What the package exports is not what was reviewed. If you mean it, run `pnpm --filter @latchkey/tests run update-surface`, ' +
  'read the difference as somebody who upgrades, and add a changeset.'

const entries = PACKAGES.flatMap(entriesOf)
const surface = publicExports(entries)

/** An entry as text, with one export per line, so that changes are easy to review. */
const written = (entry: string) =>
  `# ${entry}\n${(surface.get(entry) ?? []).map(({ name, kind }) => `${kind} ${name}\n`).join('')}`

/** `/default` exports the operations of `/api` for the process-wide client, so their documentation is only in `/api`. */
const SAME_NAMES: Record<string, string[]> = { '@latchkey/core/default': ['@latchkey/core/api'] }

const documentedIn = (entry: string) =>
  (surface.get(entry) ?? []).filter(({ isDocumented }) => isDocumented).map(({ name }) => name)

/** The function that documents a parameter type: `SendInvitationParams` is covered by `sendInvitation`, which is above it. */
function takerOf(name: string): string {
  const bare = name.replace(/(Params|Options)$/, '')
  return bare === name ? '' : bare.charAt(0).toLowerCase() + bare.slice(1)
}

describe('the public surface', () => {
  it.each(PACKAGES)('of %s matches the reviewed file', async (name) => {
    const text = entriesOf(name)
      .map((entry) => written(entry.name))
      .join('\n')
    await expect(text, HOW).toMatchFileSnapshot(`surface/${name}.txt`)
  })

  it.each(entries.map(({ name }) => name))('of %s has a description for each export', (entry) => {
    const exports = surface.get(entry) ?? []
    expect(exports.length).toBeGreaterThan(0)
    const documented = new Set([...documentedIn(entry), ...(SAME_NAMES[entry]?.flatMap(documentedIn) ?? [])])
    const bare = exports.filter(({ name }) => !documented.has(name) && !documented.has(takerOf(name)))
    expect(bare.map(({ name }) => name)).toEqual([])
  })
})
