import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from '../../../../scripts/check-built.mjs'

beforeAll(() => requireBuilt('core'))

const serverEntries = ['api', 'server', 'node', 'default']

/** Bundles an entry. The size of the result distinguishes the guard (one line) from the real entry. */
async function bundle(entry: string, conditions: string[], names = ''): Promise<string> {
  const imported = names === '' ? `export * from` : `import { ${names} } from`
  const { outputFiles } = await build({
    stdin: { contents: `${imported} '@latchkey/core/${entry}'`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'browser',
    conditions,
    format: 'esm',
    external: ['node:*'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

const namesOf = async (entry: string) => Object.keys(await import(`@latchkey/core/${entry}`))

describe('server entries in a browser bundle', () => {
  it('C1 fail as soon as they are loaded, and name the import to use instead', async () => {
    await expect(import('../../src/server-in-browser.ts')).rejects.toThrow(
      /must not be bundled.*"@latchkey\/core"/s,
    )
  })

  it.each(serverEntries)('C1 %s contains only the guard', async (entry) => {
    const names = await namesOf(entry)
    const text = await bundle(entry, [], names[0])
    expect(text).toContain('must not be bundled')
    expect(text.length).toBeLessThan(600)
  })

  it.each(serverEntries)(
    'KIT-1: %s exports every name there, so that a bundler finds each import',
    async (entry) => {
      const names = await namesOf(entry)
      // The bundler fails for a name that is not exported.
      const text = await bundle(entry, [], names.map((name, index) => `${name} as name${index}`).join(', '))
      expect(text).toContain('must not be bundled')
    },
  )

  it.each(['workerd', 'edge-light'])(
    'C1 %s is treated as a server, although its tools also set the browser condition',
    async (runtime) => {
      for (const entry of serverEntries) {
        expect(await bundle(entry, [runtime, 'worker', 'browser'])).not.toContain('must not be bundled')
      }
    },
  )
})
