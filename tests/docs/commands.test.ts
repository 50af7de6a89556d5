import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { USAGE } from '../../packages/emulator/src/emulator/cli/command-options.ts'
import { filesLike, root } from '../architecture/sources.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'apps/*/README.md'], {
  cwd: root,
  exclude: ['**/node_modules', 'docs/src', 'docs/build', '**/CHANGELOG.md'],
})
const sources = () =>
  filesLike('{packages/*/src,apps,scripts,tests/resilience}/**/*.{ts,tsx,mjs,svelte,astro}')
    .map(read)
    .join('\n')

/** All matches of a pattern in the documents, each with its document. */
const found = (pattern: RegExp) =>
  documents.flatMap((document) =>
    [...read(document).matchAll(pattern)].map((match) => ({ document, match: match as string[] })),
  )

describe('commands in documents', () => {
  it('use only flags that the local server has', () => {
    const used = found(/(?:npx @latchkey\/|latchkey-)emulator((?:.*\\\n)*[^\n`]*)/g).flatMap(
      ({ document, match }) =>
        [...(match[1] ?? '').matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([flag]) => ({ document, flag })),
    )
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter(({ flag }) => !USAGE.includes(`${flag} `) && !USAGE.includes(`${flag}\n`))).toEqual([])
    const described = found(/^\| `(--[\w-]+)/gm).filter(({ document }) =>
      document.startsWith('packages/emulator'),
    )
    expect(described.filter(({ match }) => !USAGE.includes(match[1] ?? ''))).toEqual([])
  })

  it('name only parts of the test run that exist', () => {
    const { stdout } = spawnSync(process.execPath, ['scripts/test.mjs', 'no-part'], {
      cwd: root,
      encoding: 'utf8',
    })
    const [, list = ''] = /The parts are (.+)\.$/m.exec(stdout) ?? []
    const parts = list.split(', ')
    const used = found(/npm test -- (\w+)/g)
    expect(used.length).toBeGreaterThan(5)
    expect(used.filter(({ match }) => !parts.includes(match[1] ?? ''))).toEqual([])
  })

  it('run only scripts that the package has', () => {
    const used = found(/pnpm --filter (@latchkey\/[\w-]+) run ([\w:-]+)/g)
    expect(used.length).toBeGreaterThan(5)
    const manifests = globSync('{packages/*,apps/*,docs,tests}/package.json', { cwd: root }).map(
      (path) => JSON.parse(read(path)) as { name: string; scripts?: Record<string, string> },
    )
    const wrong = used.filter(({ match: [, name, script = ''] }) => {
      const manifest = manifests.find((one) => one.name === name)
      return manifest?.scripts?.[script] === undefined
    })
    expect(wrong).toEqual([])
  })

  it('run only files of the repository that exist', () => {
    const used = found(/\bnode ((?:scripts|docs|tests|apps|packages)\/[\w./-]+\.(?:mjs|ts))/g)
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter(({ match }) => !existsSync(join(root, match[1] ?? '')))).toEqual([])
  })
})

describe('names in documents', () => {
  it('of environment variables are used by the packages', () => {
    const text = sources()
    const used = found(/\b(?:LATCHKEY|WORKOS)_[A-Z_]+\b/g).filter(
      ({ document }) => !document.startsWith('docs/migrate/'),
    )
    expect(used.length).toBeGreaterThan(50)
    const options = new Set(
      [...USAGE.matchAll(/--([a-z-]+) \S/g)].map(([, name = '']) => name.toUpperCase().replaceAll('-', '_')),
    )
    const isKnown = (name: string) =>
      name === 'WORKOS_COOKIE_PASSWORD' || // A setting of AuthKit.
      text.includes(name) ||
      options.has(name.replace(/^LATCHKEY_EMULATOR_/, ''))
    expect(used.filter(({ match: [name = ''] }) => !isKnown(name))).toEqual([])
  })
})

describe('versions in documents', () => {
  const rows = read('docs/help/support.md').matchAll(/^\| (\S[^|]*?) +\| ([^|]+?) +\|$/gm)
  const policy = new Map([...rows].map(([, what = '', text = '']) => [what, text]))
  const peersOf = (name: string) =>
    (JSON.parse(read(`packages/${name}/package.json`)) as { peerDependencies: Record<string, string> })
      .peerDependencies
  const numbersIn = (text: string) => [...text.matchAll(/\d+(?:\.\d+)*/g)].map(([version]) => version).sort()

  it.each([
    ['React', 'react', ['react']],
    ['Next.js', 'next', ['next', 'react']],
    ['SvelteKit', 'sveltekit', ['@sveltejs/kit', 'svelte']],
    ['React Router', 'react-router', ['react-router', 'react']],
    ['TanStack Start', 'tanstack-start', ['@tanstack/react-start', 'react']],
    ['Astro', 'astro', ['astro']],
    ['Node servers', 'node', ['express', 'fastify', 'hono']],
  ])('of %s match the peer dependencies of the package', (what, name, dependencies) => {
    const accepted = dependencies.flatMap((dependency) => numbersIn(peersOf(name)[dependency] ?? ''))
    expect(numbersIn(policy.get(what) ?? '')).toEqual(accepted.sort())
  })

  it('of frameworks match the README of the package', () => {
    for (const [name, framework] of [
      ['next', 'next'],
      ['react-router', 'react-router'],
      ['astro', 'astro'],
    ] as const) {
      const [, firstSentence = ''] =
        /^# .+\n\n([\s\S]+?),? (?:and newer, )?on top of/m.exec(read(`packages/${name}/README.md`)) ?? []
      expect(numbersIn(firstSentence), name).toEqual(numbersIn(peersOf(name)[framework] ?? ''))
    }
  })
})

describe('figures in documents', () => {
  it('of the README match the benchmark results', () => {
    const table = read('packages/benchmarks/README.md')
    const [, times = ''] =
      /\| session check, token known: × faster than the WorkOS SDK +\| +([\d.]+) \|/.exec(table) ?? []
    const results = read('packages/benchmarks/results/session-check.md')
    const [, median, least, most] =
      /\| latchkey, warm \|[^|]+\| ([\d.]+) \(([\d.]+)–([\d.]+)\)/.exec(results) ?? []
    expect(times).toBe(median)
    const rounded = Math.floor(Number(times) / 10) * 10
    const range = `${Math.floor(Number(least))} to ${Math.floor(Number(most))} times`
    expect(read('README.md').replaceAll(/\s+/g, ' ')).toContain(
      `about ${rounded} times less CPU time than with \`@workos-inc/node\` (${range} in individual rounds)`,
    )
  })
})
