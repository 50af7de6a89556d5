import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** Bytes of what a bundler of a server or a function makes of the code, minified. */
async function sizeOf(contents: string, conditions?: string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, write: false, platform: 'node', format: 'esm', charset: 'utf8' },
    conditions,
  })
  return outputFiles.reduce((sum, { contents: { length } }) => sum + length, 0)
}

describe('bundles for servers', () => {
  it.each([
    ['an error class', 1_000, `export { ApiError } from '@latchkey/core/server'`],
    ['a cookie', 1_000, `export { serializeCookie } from '@latchkey/core/server'`],
    ['one operation', 21_000, `export { createApi, getUser } from '@latchkey/core/api'`],
    ['webhooks', 8_000, `export { createWebhookVerifier } from '@latchkey/core/api'`],
    ['the whole client', 60_000, `export { createClient } from '@latchkey/core/server'`],
  ])('PERF-2: %s takes at most %i bytes', async (_, limit, contents) => {
    expect(await sizeOf(contents)).toBeLessThanOrEqual(limit)
  })

  it.each(['workerd', 'edge-light'])('PERF-2: %s has the same modules', async (platform) => {
    const contents = `export { serializeCookie } from '@latchkey/core/server'`
    expect(await sizeOf(contents, [platform])).toBeLessThanOrEqual(1_000)
  })
})
