import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Builds the app once for all tests, with no setting in its environment: that it passes is the first test. */
export default async function buildApp(): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  try {
    await run(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: join(import.meta.dirname, 'app'),
      env,
    })
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string }
    throw new Error(`The app of the tests does not build:\n${stdout}\n${stderr}`)
  }
}
