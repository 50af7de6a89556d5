import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { API_KEY, APP_ORIGIN, CLIENT_ID, COOKIE_NAME, SECRET } from '../session-check/app.ts'

/** The hook of a server. All servers run the same build, so that nothing else differs. */
export type Hook = 'none' | 'latchkey' | 'vendor'

export const HOOK_VARIABLE = 'BENCHMARK_HOOK'

const FILES: Record<string, string> = {
  'package.json': '{ "type": "module" }',
  'vite.config.js': `
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
export default { plugins: [sveltekit({ adapter: adapter(), paths: { origin: '${APP_ORIGIN}' } })] }`,
  'src/app.html':
    '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>',
  'src/hooks.server.js': `
import { latchkey } from '@latchkey/sveltekit'
import { authKitHandle, configureAuthKit } from '@workos/authkit-sveltekit'
const keys = { apiKey: '${API_KEY}', clientId: '${CLIENT_ID}' }
const hooks = {
  none: () => ({ event, resolve }) => resolve(event),
  latchkey: () =>
    latchkey({ ...keys, appOrigin: '${APP_ORIGIN}', cookieSecret: '${SECRET}', cookieName: '${COOKIE_NAME}' }).handle,
  vendor() {
    configureAuthKit({ ...keys, redirectUri: '${APP_ORIGIN}/callback', cookiePassword: '${SECRET}' })
    return authKitHandle()
  },
}
export const handle = hooks[process.env.${HOOK_VARIABLE}]()`,
  'src/routes/+server.js': `
const isOpen = process.env.${HOOK_VARIABLE} === 'none'
export const GET = ({ locals }) => new Response('ok', { status: isOpen || locals.auth.user ? 200 : 401 })`,
}

/** A SvelteKit site with one endpoint, built for Node. */
export interface KitSite {
  /** The module that exports the server's request handler. */
  handler: string
  remove(): Promise<void>
}

export async function buildKitSite(): Promise<KitSite> {
  // The site is inside this package, so that it finds its dependencies.
  const folder = await mkdtemp(join(import.meta.dirname, 'built-'))
  const remove = () => rm(folder, { recursive: true })
  try {
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: folder })
    return { handler: join(folder, 'build/handler.js'), remove }
  } catch (cause) {
    await remove()
    throw cause
  }
}
