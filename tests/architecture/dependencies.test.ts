import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { filesLike, root } from './sources.ts'

type Dependencies = Record<string, string>

interface Manifest {
  name: string
  scripts?: Record<string, string>
  dependencies?: Dependencies
  devDependencies?: Dependencies
  optionalDependencies?: Dependencies
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifests = filesLike(
  'package.json',
  '{apps,packages}/*/package.json',
  '{docs,tests}/package.json',
).map((path) => JSON.parse(read(path)) as Manifest)
const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: Dependencies }
/** An exact version, such as `1.2.3` or `1.2.3-beta.4`, of the package itself or of the package that it is an alias for. */
const EXACT = /^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/

/** Dependencies without an exact version. It comes from the catalog or the workspace, except for a second major version. */
function unpinned({ name, dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  const isPinned = (version: string) => /^(catalog:|workspace:\*)$/.test(version) || EXACT.test(version)
  return all.filter(([, version]) => !isPinned(version)).map(([one, version]) => `${name}: ${one} ${version}`)
}

describe('dependencies', () => {
  it('have exact versions, which come from the catalog', () => {
    expect(manifests.length).toBeGreaterThan(12)
    expect(manifests.flatMap(unpinned)).toEqual([])
    expect(Object.entries(catalog).filter(([, version]) => !EXACT.test(version))).toEqual([])
  })

  it('are reported if their version is a range', () => {
    const dependencies = { a: 'catalog:', b: '^1.2.3', c: 'npm:c@1.2.3', d: 'latest' }
    expect(unpinned({ name: 'sample', dependencies })).toEqual(['sample: b ^1.2.3', 'sample: d latest'])
  })

  it('are not installed with core, which has none at runtime', () => {
    const core = manifests.find(({ name }) => name === '@latchkey/core')
    expect(core?.devDependencies).toBeDefined()
    expect(Object.keys({ ...core?.dependencies, ...core?.optionalDependencies })).toEqual([])
  })
})
