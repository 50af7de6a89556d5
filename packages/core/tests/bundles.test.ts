import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from '../../../scripts/check-built.mjs'

beforeAll(() => requireBuilt('core'))

/** The size in bytes of the code when it is bundled for a server or a function and minified. */
async function sizeOf(contents: string, conditions?: string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, write: false, platform: 'node', format: 'esm', charset: 'utf8' },
    conditions,
  })
  return outputFiles.reduce((sum, { contents: { length } }) => sum + length, 0)
}

/** A budget detects a dependency or a layer that was included by accident. It must not prevent a feature. */
const LARGER = 'If the code is needed, raise the limit in this file, and say so in the message of the commit.'

describe('bundles for servers', () => {
  it.each([
    ['an error class', 1_000, `export { ApiError } from '@latchkey/core/server'`],
    ['a cookie', 1_000, `export { serializeCookie } from '@latchkey/core/server'`],
    ['one operation', 23_000, `export { createApi, getUser } from '@latchkey/core/api'`],
    ['webhooks', 8_000, `export { createWebhookVerifier } from '@latchkey/core/api'`],
    ['the whole client', 64_000, `export { createClient } from '@latchkey/core/server'`],
  ])('PERF-2: %s takes at most %i bytes', async (_, limit, contents) => {
    expect(await sizeOf(contents), LARGER).toBeLessThanOrEqual(limit)
  })

  it.each(['workerd', 'edge-light'])('PERF-2: %s has the same modules', async (platform) => {
    const contents = `export { serializeCookie } from '@latchkey/core/server'`
    expect(await sizeOf(contents, [platform])).toBeLessThanOrEqual(1_000)
  })
})

describe('the code that a server loads at its start', () => {
  it('PERF-2: contains no routes, which are loaded with the first request', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../src/server.ts')],
      ...{ bundle: true, splitting: true, write: false, metafile: true, outdir: 'out' },
      ...{ platform: 'node', format: 'esm' },
    })
    const [entry = ''] = Object.keys(metafile.outputs).filter((path) => path.endsWith('/server.js'))
    const atStart = new Set([entry])
    for (const path of atStart) {
      for (const one of metafile.outputs[path]?.imports ?? []) {
        if (one.kind === 'import-statement' && !one.external) atStart.add(one.path)
      }
    }
    const files = [...atStart].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
    expect(files.filter((file) => file.includes('/handler/routes/'))).toEqual([])
    expect(files.length).toBeGreaterThan(100)
  })

  it.each(['api', 'server', 'node', 'default'])(
    'PERF-2: is one minified file for the entry "%s"',
    (entry) => {
      const text = readFileSync(join(import.meta.dirname, `../dist/${entry}.js`), 'utf8')
      // The length of lines is limited, because Node prints the whole line in which an error was thrown.
      expect(text.length / text.split('\n').length).toBeGreaterThan(120)
      expect(text).toContain(`//# sourceMappingURL=${entry}.js.map`)
    },
  )

  it('PERF-2: has separate error classes in each entry, which recognize the errors of other entries', async () => {
    const [api, server] = await Promise.all([import('../dist/api.js'), import('../dist/server.js')])
    const required = createRequire(import.meta.url)('../dist/server.cjs')
    const copies = [api.ConfigError, server.ConfigError, required.ConfigError]
    expect(new Set(copies).size).toBe(3)
    for (const Thrown of copies) {
      const error = new Thrown('input_invalid', 'An example.')
      expect(copies.map((Known) => error instanceof Known)).toEqual([true, true, true])
      expect([error instanceof api.ApiError, error instanceof server.TransportError]).toEqual([false, false])
    }
  })
})
