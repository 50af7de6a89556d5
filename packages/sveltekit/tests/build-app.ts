import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')

/** Builds an app, with no setting in its environment. */
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

/** Builds the app once for all tests: that it passes is the first test. */
export default async function buildApp(): Promise<void> {
  const { failure } = await buildKitApp(join(import.meta.dirname, 'app'))
  if (failure !== undefined) throw new Error(`The app of the tests does not build:\n${failure}`)
}
