import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromSources, SOURCE } from '../../vitest.sources.ts'
import { filesLike, PACKAGES, root } from './sources.ts'

/** Entries that are not code, or that only a build creates, such as the languages of `react`, which come from core. */
const BUILT = /\.(css|json)$|^@latchkey\/astro\/pages\/|^@latchkey\/react\/locales\/\*$/

type Conditions = string | { [condition: string]: Conditions }

interface Manifest {
  name: string
  exports: Record<string, Conditions>
}

const read = (text: string) => JSON.parse(text) as Manifest
const manifestOf = (name: string) => read(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))

/** Returns what is wrong in the entries of a package. */
function faults(manifest: Manifest, isFile: (path: string) => boolean): string[] {
  return Object.entries(manifest.exports).flatMap(([path, conditions]) => {
    const [first, file] = typeof conditions === 'string' ? [] : (Object.entries(conditions)[0] ?? [])
    if (BUILT.test(manifest.name + path.slice(1))) return []
    if (first === undefined) return [`${path} has no conditions`]
    // Node and bundlers use the first condition that they know.
    if (first !== SOURCE) return [`${path} begins with ${first}`]
    return typeof file === 'string' && isFile(file) ? [] : [`${path} leads to no file`]
  })
}

describe('the sources of packages', () => {
  it.each(PACKAGES)('LAY-8: of %s are named by the first condition of each entry', (name) => {
    const isFile = (path: string) => globSync(path, { cwd: join(root, 'packages', name) }).length > 0
    expect(faults(manifestOf(name), isFile)).toEqual([])
  })

  it('LAY-8: are reported if an entry names them late, incorrectly or not at all', () => {
    const conditions = { [SOURCE]: './src/index.ts', default: './dist/index.js' }
    const late = { default: './dist/late.js', [SOURCE]: './src/late.ts' }
    const exports = { '.': conditions, './late': late, './bare': './dist/bare.js', './a.css': './dist/a.css' }
    expect(faults({ name: 'sample', exports }, (path) => path.endsWith('index.ts'))).toEqual([
      './late begins with default',
      './bare has no conditions',
    ])
    expect(faults({ name: 'sample', exports: { '.': conditions } }, () => false)).toHaveLength(1)
  })

  it('LAY-8: are used by every Vitest suite and by editors', () => {
    const configurations = filesLike('{packages/*,tests}/vitest*.config.ts')
    expect(configurations.length).toBeGreaterThan(10)
    const others = configurations.filter(
      (path) => !/fromSources|testsWith|'@latchkey\/source'/.test(readFileSync(join(root, path), 'utf8')),
    )
    expect(others).toEqual([])
    expect(fromSources.ssr.resolve.conditions).toEqual([SOURCE])
    expect(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).toContain(
      `"customConditions": ["${SOURCE}"]`,
    )
  })

  it('LAY-8: are not named in packed manifests', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-packed-'))
    try {
      const cwd = join(root, 'packages/tanstack-start')
      const output = execFileSync(
        'pnpm',
        ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
        { cwd, encoding: 'utf8' },
      )
      const { filename } = JSON.parse(output.slice(output.indexOf('{'))) as { filename: string }
      const packed = execFileSync('tar', ['-xOzf', filename, 'package/package.json'], { encoding: 'utf8' })
      expect(Object.keys(read(packed).exports)).toEqual(Object.keys(manifestOf('tanstack-start').exports))
      expect(packed).not.toContain(SOURCE)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
