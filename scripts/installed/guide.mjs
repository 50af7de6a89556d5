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
  for (const [, path, code] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), code)
  }
}

/** Writes `.env` as described in the guide, with the emulator that is installed in the folder. */
export function writeEnvironment(guide, directory) {
  const command = join(directory, 'node_modules/@latchkey/emulator/dist/cli.js')
  for (const [, args] of readFileSync(guide, 'utf8').matchAll(ENVIRONMENT))
    execFileSync(process.execPath, [command, ...args.trim().split(/\s+/)], {
      cwd: directory,
      stdio: 'ignore',
    })
  // The file may also come from an earlier guide that this one continues.
  if (!existsSync(join(directory, '.env'))) throw new Error(`${guide} does not write .env`)
}
