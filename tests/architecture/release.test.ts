import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../../packages/core/src/api/request/version.ts'
import { filesLike, PACKAGES, root } from './sources.ts'

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const manifests = PACKAGES.map((name) => read(`packages/${name}/package.json`))

/** The folders with pages that are published without a build, because the bundler of an app compiles them. */
const PAGES_OF: Record<string, string[]> = {
  '@latchkey/react-router': ['routes'],
  '@latchkey/astro': ['pages'],
}

describe('a release', () => {
  it('has one version, which core also sends to the API', () => {
    expect([...new Set(manifests.map(({ version }) => version))]).toEqual([VERSION])
  })

  it('contains all published packages and no private ones', () => {
    const { fixed } = read('.changeset/config.json')
    expect(fixed).toEqual([manifests.map(({ name }) => name).sort()])
    const others = filesLike('{apps,packages}/*/package.json', 'tests/package.json')
      .map(read)
      .filter(({ name }) => !fixed[0].includes(name))
    expect(others.filter((manifest) => manifest.private !== true)).toEqual([])
  })

  it('is described by changesets that name published packages', () => {
    const names = manifests.map(({ name }) => name).join('|')
    const head = new RegExp(`^---\\n\\n?(["'](${names})["']: (patch|minor|major)\\n)+\\n?---\\n`)
    for (const path of filesLike('.changeset/*.md')) {
      const text = readFileSync(join(root, path), 'utf8')
      if (!path.endsWith('README.md')) expect(text, path).toMatch(head)
    }
  })

  it.each(manifests)('of $name has a description, a license and a range of Node versions', (manifest) => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      files: ['dist', ...(PAGES_OF[manifest.name] ?? []), 'README.md', 'CHANGELOG.md', 'LICENSE'],
    })
    expect(manifest.description.length).toBeGreaterThan(40)
    expect(manifest.engines.node).toMatch(/^>=22/)
  })
})
