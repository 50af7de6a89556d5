import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A running demo site and its environment. */
export interface Site {
  name: string
  origin: string
  env: { WORKOS_API_KEY: string; WORKOS_CLIENT_ID: string; WORKOS_BASE_URL: string }
}

/** The local server and every demo site. */
export interface Stack {
  emulator: { url: string; apiKey: string }
  sites: Site[]
}

const root = join(import.meta.dirname, '../../..')
const file = join(root, '.toolchain', 'stack.json')

/** The only site of this run, if it is one that is built only for its own tests. */
export const OWN_SITE: string | undefined = process.env.LATCHKEY_SITE

/** Starts everything as `npm start` does, but on other ports. */
export async function startStack(): Promise<ChildProcess> {
  const only = OWN_SITE === undefined ? [] : ['--app', OWN_SITE]
  const child = spawn(process.execPath, ['scripts/start.mjs', '--json', '--port', '4600', ...only], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`The demo sites stopped with code ${code}.`)))
  })
  writeFileSync(file, line)
  return child
}

/** Reads the description of the running stack that {@link startStack} has written. */
export const readStack = (): Stack => JSON.parse(readFileSync(file, 'utf8')) as Stack

/** Returns a site of the running stack, or `undefined` if it is not built here. */
export const findSite = (name: string): Site | undefined =>
  readStack().sites.find((site) => site.name === name)
