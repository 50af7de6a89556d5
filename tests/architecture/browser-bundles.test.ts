import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from '../../scripts/check-built.mjs'

beforeAll(() => requireBuilt())

/** Text that must not appear in the script of a page: terms of the API, keys, and Node modules. */
const FORBIDDEN = [
  'user_management',
  'api.workos.com',
  'grant_type',
  'urn:workos',
  'urn:ietf',
  'client_secret',
  'sk_',
  'whsec_',
  'WORKOS_',
  'LATCHKEY_COOKIE_SECRET',
  'pendingAuthenticationToken',
  'pending_authentication_token',
  'refresh_token',
  'refreshToken',
  'createHmac',
  'node:',
  'must not be bundled',
  '_emulator',
]

const PAGES = [
  `export * from '@latchkey/core'`,
  `export * from '@latchkey/react'`,
  `export * from '@latchkey/react/ui'`,
  `export * from '@latchkey/sveltekit/client'`,
  `export * from '@latchkey/next/client'`,
  `export * from '@latchkey/astro/react'`,
  `export * from '@latchkey/react-router'`,
  `export * from '@latchkey/react-router/pages'`,
  `export * from '@latchkey/tanstack-start'`,
  `export * from '@latchkey/tanstack-start/server'`,
]

/** Bundles a page's script with everything that an entry exports, as an app would ship it. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    outdir: '.',
    platform: 'browser',
    format: 'esm',
    external: ['$app/*', '@tanstack/*', 'next/*', 'react', 'react-dom', 'react-router', 'svelte'],
    logLevel: 'silent',
  })
  return outputFiles.map(({ text }) => text).join('\n')
}

describe('browser bundles', () => {
  it.each(PAGES)('%s contains no server code', async (contents) => {
    const text = await bundle(contents)
    expect(text.length).toBeGreaterThan(500)
    expect(FORBIDDEN.filter((word) => text.includes(word))).toEqual([])
  })

  it('would contain server code if a page imported a server entry directly', async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '@latchkey/core/server'`, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      platform: 'neutral',
      external: ['node:*'],
    })
    const text = outputFiles.map((file) => file.text).join('\n')
    expect(FORBIDDEN.filter((word) => text.includes(word)).length).toBeGreaterThan(8)
    expect(gzipSync(text).length).toBeGreaterThan(gzipSync(await bundle(PAGES[0] ?? '')).length)
  })
})
