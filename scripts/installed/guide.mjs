// Creates the app of a guide from its code blocks. The first line of each block names its file.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = /^```\w+\n(?:\/\/|<!--|#) (\S*\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm
/** Matches the command that writes the `.env` of an app. The same command can also print the variables. */
const ENVIRONMENT = /^npx latchkey-emulator (env [^#\n]*--app-origin[^#\n]*)/gm

/** Writes the files of a guide to a folder. Fails if there are none. */
export function writeGuide(guide, directory) {
  const files = [...readFileSync(guide, 'utf8').matchAll(BLOCK)]
  if (files.length === 0) throw new Error(`${guide} has no block that begins with the path of a file`)
  writeFiles(
    files.map(([, path, code]) => [path, code]),
    directory,
  )
}

/** Writes files, given as pairs of a path and a text, to a folder. */
export function writeFiles(files, directory) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
}

/** Writes the settings as described in the guide, with the emulator that is installed in the folder or in `installed`. */
export function writeEnvironment(guide, directory, installed = directory) {
  const command = join(installed, 'node_modules/@latchkey/emulator/dist/cli.js')
  for (const [, args] of readFileSync(guide, 'utf8').matchAll(ENVIRONMENT))
    execFileSync(process.execPath, [command, ...args.trim().split(/\s+/)], {
      cwd: directory,
      stdio: 'ignore',
    })
  // The file may also come from an earlier guide that this one continues.
  if (!['.env', '.env.local'].some((file) => existsSync(join(directory, file))))
    throw new Error(`${guide} writes neither .env nor .env.local`)
}
