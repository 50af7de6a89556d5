// The app that a guide of the documentation builds: its code blocks, each in the file that its first line names.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = /^```\w+\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm

const ENVIRONMENT = /^cat > \.env <<END\n([\s\S]*?)^END$/m

/** Writes the files of a guide into a folder, its `.env` among them, and fails when it has none. */
export function writeGuide(guide, directory) {
  const text = readFileSync(guide, 'utf8')
  const files = [...text.matchAll(BLOCK)]
  const [, environment] = ENVIRONMENT.exec(text) ?? []
  if (files.length === 0) throw new Error(`${guide} has no block that begins with the path of a file`)
  if (environment === undefined) throw new Error(`${guide} does not say what belongs into .env`)
  writeFileSync(join(directory, '.env'), environment)
  for (const [, path, code] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), code)
  }
}
