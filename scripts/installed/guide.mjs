// The app that a guide of the documentation builds: its code blocks, each in the file that its first line names.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = /^```\w+\n(?:\/\/|<!--|#) (\S*\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm
const COMMAND = /^node -e "(.+)"$/gm

const ENVIRONMENT = /^cat > \.env <<END\n([\s\S]*?)^END$/m

/** Writes the files of a guide into a folder, its `.env` among them, and fails when it has none. */
export function writeGuide(guide, directory) {
  const text = readFileSync(guide, 'utf8')
  const files = [...text.matchAll(BLOCK)]
  const [, environment] = ENVIRONMENT.exec(text) ?? []
  if (files.length === 0) throw new Error(`${guide} has no block that begins with the path of a file`)
  const hasEnvironment =
    environment !== undefined ||
    files.some(([, path]) => path === '.env') ||
    // Of the guide that this one goes on from.
    existsSync(join(directory, '.env'))
  if (!hasEnvironment) throw new Error(`${guide} does not say what belongs into .env`)
  if (environment !== undefined) writeFileSync(join(directory, '.env'), environment)
  for (const [, path, code] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), code)
  }
  for (const [, code] of text.matchAll(COMMAND))
    execFileSync(process.execPath, ['-e', code], { cwd: directory })
}
