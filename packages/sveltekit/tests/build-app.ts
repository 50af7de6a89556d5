import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')

/** Builds an app without any settings in its environment. */
export async function buildKitApp(folder: string): Promise<{ failure: string | undefined }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  try {
    await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: folder, env })
    return { failure: undefined }
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string }
    return { failure: `${stdout}\n${stderr}` }
  }
}

const APP = `<!doctype html><html lang="en"><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>`

/** An app that was built for one test. */
interface Built {
  /** The output of the build, if it failed. */
  said: string
  isBuilt: boolean
  /** The files that are served without calling the server. */
  files: string[]
}

/**
 * Builds an app from these files, using the sources of the package.
 *
 * @param hook The argument of `latchkey()`.
 * @param options Additional options of Kit.
 * @param use Runs with the folder of the app before it is removed.
 */
export async function buildFrom(
  hook: string,
  files: Record<string, string>,
  options: string,
  use?: (folder: string) => Promise<void>,
): Promise<Built> {
  const folder = await mkdtemp(join(import.meta.dirname, 'built-'))
  try {
    await writeFiles(folder, {
      'package.json': '{ "type": "module" }',
      'vite.config.ts': `
        import base from '../app/vite.config.ts'
        import { VERSION } from '@sveltejs/kit'
        import { sveltekit } from '@sveltejs/kit/vite'
        const kit = sveltekit({
          compilerOptions: { experimental: { async: true } },
          experimental: { remoteFunctions: true },
          ${options},
        })
        export default { ...base, plugins: [kit] }`,
      'src/app.html': APP,
      'src/hooks.server.ts': `
        import { latchkey } from '@latchkey/sveltekit'
        export const { handle, init } = latchkey(${hook})`,
      ...files,
    })
    const { failure } = await buildKitApp(folder)
    const isBuilt = failure === undefined
    if (isBuilt) await use?.(folder)
    const output = join(folder, '.svelte-kit/output/prerendered')
    const found = await readdir(output, { recursive: true }).catch(() => [])
    return { said: failure ?? '', isBuilt, files: found.filter((file) => /\.\w+$/.test(file)) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

/** Builds the app once for all tests, and fails if it cannot be built. */
export default async function buildApp(): Promise<void> {
  const { failure } = await buildKitApp(join(import.meta.dirname, 'app'))
  if (failure !== undefined) throw new Error(`The test app cannot be built:\n${failure}`)
}
