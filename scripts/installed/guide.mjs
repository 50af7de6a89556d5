// The app that a guide of the documentation builds: its code blocks, each in the file that its first line names.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = /^```\w+\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm

/** Writes the files of a guide into a folder, and fails when it has none. */
export function writeGuide(guide, directory) {
  const files = [...readFileSync(guide, 'utf8').matchAll(BLOCK)]
  if (files.length === 0) throw new Error(`${guide} has no block that begins with the path of a file`)
  for (const [, path, code] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), code)
  }
}
