import { describe, expect, it } from 'vitest'
import { type Import, PACKAGES, parseSource, type SourceFile, sourcesOf } from './sources.ts'

/** The imports that break a rule, as `file → import`. */
const breaches = (sources: SourceFile[], isForbidden: (one: Import, source: SourceFile) => boolean) =>
  sources.flatMap((source) =>
    source.imports
      .filter((one) => isForbidden(one, source))
      .map((one) => `${source.path} → ${one.file ?? one.specifier}`),
  )

const ours = ({ specifier }: Import) => /^@latchkey(\/|$)/.test(specifier)
const leaves = (folder: string) => (one: Import) => one.file !== undefined && !one.file.startsWith(folder)

/** A file and everything that it imports, directly or indirectly, from the same sources. */
function reachOf(sources: SourceFile[], file: string, seen = new Set<string>()): SourceFile[] {
  const source = sources.find(({ path }) => path === file)
  if (source === undefined || seen.has(file)) return []
  seen.add(file)
  const inner = source.imports.filter(({ isTypeOnly }) => !isTypeOnly)
  return [source, ...inner.flatMap((one) => (one.file ? reachOf(sources, one.file, seen) : []))]
}

const core = sourcesOf('core')

describe('imports between packages', () => {
  it('core imports no other package of the project', () => {
    expect(breaches(core, ours)).toEqual([])
  })

  it('the local server imports no other package of the project, not even types', () => {
    expect(breaches(sourcesOf('emulator'), ours)).toEqual([])
  })

  it.each(['react', 'sveltekit', 'node'] as const)('%s imports only core', (name) => {
    const others = (one: Import) => ours(one) && !/^@latchkey\/core(\/|$)/.test(one.specifier)
    expect(breaches(sourcesOf(name), others)).toEqual([])
  })

  it.each(['next', 'react-router', 'tanstack-start', 'astro'] as const)(
    '%s imports only core and react',
    (name) => {
      const others = (one: Import) => ours(one) && !/^@latchkey\/(core|react)(\/|$)/.test(one.specifier)
      expect(breaches(sourcesOf(name), others)).toEqual([])
    },
  )

  it('only core decides whether a request is allowed: no server adapter compares sessions with requirements', () => {
    const frameworks = ['sveltekit', 'node', 'next', 'react-router', 'tanstack-start', 'astro'] as const
    const decides = ({ text }: SourceFile) =>
      /import [^;]*?\bcheckRequirement\b[^;]*? from '@latchkey\/core\/server'/.test(text)
    const found = frameworks.flatMap(sourcesOf).filter(decides)
    expect(found.map(({ path }) => path)).toEqual([])
    const sample = "import { checkRequirement, createGuards } from '@latchkey/core/server'"
    expect(decides(parseSource('sample.ts', sample))).toBe(true)
  })

  it('the proxy of next imports no rendering code and no page code', () => {
    const reach = reachOf(sourcesOf('next'), 'packages/next/src/proxy.ts')
    expect(
      breaches(reach, ({ specifier }) => /^(react|next\/(headers|navigation))$/.test(specifier)),
    ).toEqual([])
  })

  it('the browser entries of react-router import no server code', () => {
    const sources = sourcesOf('react-router')
    const reach = ['index', 'pages'].flatMap((entry) =>
      reachOf(sources, `packages/react-router/src/${entry}.tsx`),
    )
    const isServer = ({ specifier, isTypeOnly }: Import) => !isTypeOnly && specifier.endsWith('/server')
    expect(breaches(reach, isServer)).toEqual([])
  })

  it('tanstack-start creates no server function, because every browser could call it in every app that uses the package', () => {
    const imports = sourcesOf('tanstack-start').filter(({ text }) =>
      /import \{[^}]*createServerFn/.test(text),
    )
    expect(imports.map(({ path }) => path)).toEqual([])
  })

  it.each(PACKAGES)('%s imports no file outside its folder', (name) => {
    expect(breaches(sourcesOf(name), leaves(`packages/${name}/`))).toEqual([])
  })
})

describe('code for browsers', () => {
  const SAFE = [
    'locales/',
    'text.ts',
    'provider-icons.ts',
    'flow/',
    'client/',
    'account/',
    'errors/',
    'session/session-payload.ts',
    'session/requirement.ts',
    'index.ts',
  ]
  const isSafe = (file: string) => SAFE.some((part) => file.startsWith(`packages/core/src/${part}`))
  const crossing = ({ isTypeOnly, file, specifier }: Import) =>
    !isTypeOnly && (file === undefined ? specifier.startsWith('node:') : !isSafe(file))

  it('imports server code only with `import type`', () => {
    expect(
      breaches(
        core.filter(({ path }) => isSafe(path)),
        crossing,
      ),
    ).toEqual([])
  })

  it('in React imports no server entry of core, except in the server entry', () => {
    const client = sourcesOf('react').filter(({ path }) => !path.includes('/src/server/'))
    const server = ({ specifier, isTypeOnly }: Import) =>
      !isTypeOnly && /^@latchkey\/core\/(api|server|node|default|coordinator)/.test(specifier)
    expect(breaches(client, server)).toEqual([])
  })
})

describe('the check of imports', () => {
  it('finds every kind of import, and recognizes imports of types', () => {
    const source = parseSource(
      'packages/core/src/client/sample.ts',
      [
        `import type { A } from '../session/seal.ts'`,
        `import { type B } from '../session/token-verifier.ts'`,
        `import { c } from '../base/cryptography.ts'`,
        `export { d } from './d.ts'`,
        `const e = await import('@latchkey/emulator')`,
        `let f: import('node:http').Server`,
      ].join('\n'),
    )
    expect(source.imports.map(({ specifier, isTypeOnly }) => [specifier, isTypeOnly])).toEqual([
      ['../session/seal.ts', true],
      ['../session/token-verifier.ts', true],
      ['../base/cryptography.ts', false],
      ['./d.ts', false],
      ['@latchkey/emulator', false],
      ['node:http', true],
    ])
    expect(breaches([source], ours)).toEqual(['packages/core/src/client/sample.ts → @latchkey/emulator'])
  })
})
