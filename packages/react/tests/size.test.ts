// @vitest-environment node
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const core = (entry: string) => fileURLToPath(new URL(`../../core/src/${entry}.ts`, import.meta.url))

/** Bundles the code that a page loads initially: the entry and its static imports, without code that can load later. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    splitting: true,
    outdir: `${root}dist`,
    absWorkingDir: root,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'react/jsx-runtime'],
    alias: {
      '@latchkey/core': core('index'),
      '@latchkey/core/text': core('text'),
      '@latchkey/core/brand': core('brand'),
      '@latchkey/core/provider-icons': core('provider-icons'),
    },
  })
  const loaded = new Set(
    Object.keys(metafile.outputs).filter((name) => metafile.outputs[name]?.entryPoint === '<stdin>'),
  )
  for (const name of loaded)
    for (const { kind, path, external } of metafile.outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && !external) loaded.add(path)
  return outputFiles
    .filter(({ path }) => loaded.has(path.slice(root.length)))
    .map(({ text }) => text)
    .join('')
}

const kB = (text: string) => gzipSync(text, { level: 9 }).length / 1_000

const provider = `export { AuthProvider, useAuth, Show } from './src/index.ts'`
const signIn = `export { AuthProvider } from './src/index.ts'; export { SignIn } from './src/ui/index.ts'`
const everything = `export * from './src/index.ts'; export * from './src/ui/index.ts'`
const client = `export { createAuthClient } from '@latchkey/core'`

describe('the size of a page, minified and gzipped', () => {
  it.each([
    ['the client with its session store', client, 4],
    ['provider, useAuth and Show', provider, 6.6],
    ['provider and the complete <SignIn>', signIn, 24],
    ['all exports', everything, 38],
  ])('%s stays within its budget', async (_, contents, budget) => {
    expect(kB(await bundle(contents))).toBeLessThanOrEqual(budget)
  })

  it('does not include languages other than English', async () => {
    expect(await bundle(everything)).not.toContain('Passwort')
  })

  it('does not include server code', async () => {
    for (const contents of [client, everything])
      for (const word of ['client_secret', 'sk_', 'node:', 'refresh_token', 'authorization'])
        expect(await bundle(contents)).not.toContain(word)
  })
})
