import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '@latchkey/core/server'
import { expect, it, onTestFinished } from 'vitest'
import latchkey, { type IntegrationOptions } from '../src/index.ts'

/** The patterns of the routes that the integration adds to an app with these files. */
function patternsOf(options: IntegrationOptions, files: string[] = []): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-astro-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  const root = pathToFileURL(`${folder}/`)
  const patterns: string[] = []
  latchkey(options).hooks['astro:config:setup']?.({
    command: 'build',
    config: { root, srcDir: new URL('src/', root) },
    addMiddleware: () => {},
    updateConfig: () => {},
    injectRoute: ({ pattern }: { pattern: string }) => patterns.push(pattern),
  } as never)
  return patterns
}

const layout = './src/layouts/Layout.astro'

it('adds the pages of all flows, inside the layout of the app', () => {
  expect(patternsOf({ layout }, [layout])).toEqual([
    '/auth/[...path]',
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/reset-password',
    '/invite',
  ])
})

it('adds no pages without a layout, and skips pages that the app already has', () => {
  expect(patternsOf({})).toEqual(['/auth/[...path]'])
  const own = ['src/pages/sign-in.astro', 'src/pages/invite/index.astro', 'src/pages/sign-up.ts']
  const patterns = patternsOf({ layout }, [layout, ...own])
  expect(patterns).toEqual(['/auth/[...path]', '/forgot-password', '/reset-password'])
})

it('names the layout in the error if it does not exist', () => {
  expect(() => patternsOf({ layout })).toThrow(ConfigError)
  expect(() => patternsOf({ layout })).toThrow(/layout: the file/)
})
