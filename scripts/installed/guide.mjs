// The app that a guide of the documentation builds: its code blocks, each in the file that its first line names.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = /^```\w+\n(?:\/\/|<!--|#) (\S*\.\w+)(?: -->)?\n([\s\S]*?)^```$/gm
/** What writes `.env` for an app; the command can print the variables as well. */
const ENVIRONMENT = /^npx latchkey-emulator (env [^#\n]*--app-origin[^#\n]*)/gm

/** Writes the files of a guide into a folder, and fails when it has none. */
export function writeGuide(guide, directory) {
  const files = [...readFileSync(guide, 'utf8').matchAll(BLOCK)]
  if (files.length === 0) throw new Error(`${guide} has no block that begins with the path of a file`)
  for (const [, path, code] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), code)
  }
}

/** Writes `.env` as the guide says, by the emulator that is installed in the folder. */
export function writeEnvironment(guide, directory) {
  const command = join(directory, 'node_modules/@latchkey/emulator/dist/cli.js')
  for (const [, args] of readFileSync(guide, 'utf8').matchAll(ENVIRONMENT))
    execFileSync(process.execPath, [command, ...args.trim().split(/\s+/)], {
      cwd: directory,
      stdio: 'ignore',
    })
  // It may be that of the guide that this one continues from.
  if (!existsSync(join(directory, '.env'))) throw new Error(`${guide} does not say how .env is written`)
}
