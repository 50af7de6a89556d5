import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from '@playwright/test'
import { build } from 'esbuild'

/** The published style sheet. */
const styles = () => readFile(fileURLToPath(import.meta.resolve('@latchkey/react/styles.css')), 'utf8')

const bundles = new Map<string, Promise<string>>()

/** A page's script, built once. */
function bundle(entry: string): Promise<string> {
  const known = bundles.get(entry) ?? buildPage(entry)
  bundles.set(entry, known)
  return known
}

async function buildPage(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'browser', entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]?.text ?? ''
}

/** Serves our own page under `origin`, in addition to the pages of that site. Returns its URL. */
export async function servePage(context: BrowserContext, origin: string, entry: string, css = '') {
  const script = await bundle(entry)
  const sheet = (await styles()) + css
  const html =
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>Harness</title><link rel="stylesheet" href="/harness.css"><main id="root"></main><script src="/harness.js"></script>`
  for (const [path, contentType, body] of [
    ['', 'text/html', html],
    ['.css', 'text/css', sheet],
    ['.js', 'text/javascript', script],
  ] as const)
    await context.route(
      (url) => url.origin === origin && url.pathname === `/harness${path}`,
      (route) => route.fulfill({ contentType: `${contentType}; charset=utf-8`, body }),
    )
  return `${origin}/harness`
}
