import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { typeErrors } from '../../scripts/type-errors.mjs'
import { root } from '../architecture/sources.ts'
import { blocksIn, type CodeBlock } from './code-blocks.ts'

/** The files of an app, by their path. */
export type App = Map<string, string>

const PATH = /^(?:\/\/|#) (\S+\.\w+)\n/

/** The apps that are migrated: the document with the app, and the page and the section with the steps. */
export const MOVES = {
  Clerk: {
    fixture: 'tests/docs/apps/clerk.md',
    page: 'docs/migrate/clerk.md',
    heading: 'A Next.js app, step by step',
    theirs: '@clerk/',
  },
  AuthKit: {
    fixture: 'tests/docs/apps/authkit.md',
    page: 'docs/migrate/authkit.md',
    heading: 'Next.js',
    theirs: '@workos-inc/',
  },
}

/** Reads an app before its migration, and follows the steps of the page. */
export function move({ fixture, page, heading }: (typeof MOVES)['Clerk']): { before: App; app: App } {
  const before = appIn(fixture)
  const app = new Map(before)
  follow(app, stepsIn(page, heading))
  return { before, app }
}

/** Reads the app in a document: each code block that begins with a path is a file. */
export function appIn(document: string): App {
  const files: App = new Map()
  for (const { code } of blocksIn(document, readFileSync(join(root, document), 'utf8'))) write(files, code)
  return files
}

/** The code blocks in a section of a document. */
export function stepsIn(document: string, heading: string): CodeBlock[] {
  const [, section] = readFileSync(join(root, document), 'utf8').split(`\n## ${heading}\n`)
  if (section === undefined) throw new Error(`${document} has no section ${heading}`)
  return blocksIn(document, section.split('\n## ')[0] ?? '')
}

/**
 * Follows the steps as a reader would: writes files, replaces lines in the files that contain them, and runs commands.
 *
 * @throws {Error} For lines and files that the app does not have, and for unknown commands.
 */
export function follow(app: App, steps: readonly CodeBlock[]): void {
  for (const { language, code } of steps) {
    if (language === 'sh') for (const command of code.split('\n')) run(app, command)
    else if (language === 'diff') for (const change of code.split('\n\n')) replaceLines(app, change)
    else if (!write(app, code)) throw new Error(`This step names no file:\n${code}`)
  }
}

function write(app: App, code: string): boolean {
  const [line, path] = PATH.exec(code) ?? []
  if (line === undefined || path === undefined) return false
  app.set(path, code.slice(line.length))
  return true
}

function run(app: App, command: string): void {
  const [tool = '', verb = '', ...names] = command.replaceAll('"', '').split(' ')
  const given = names.filter((name) => !name.startsWith('-'))
  switch (`${tool} ${verb}`) {
    case 'npm install':
      editManifest(app, (found) => [...found, ...given])
      break
    case 'npm uninstall':
      editManifest(app, (found) => found.filter((name) => !given.includes(name)))
      break
    case 'rm -r':
      for (const folder of given) removeFolder(app, folder)
      break
    // The command only writes `.env`, which is not compiled.
    case 'npx latchkey-emulator':
      break
    default:
      throw new Error(`The command ${command} is not supported`)
  }
}

function removeFolder(app: App, folder: string): void {
  const inside = [...app.keys()].filter((path) => path.startsWith(`${folder}/`))
  if (inside.length === 0) throw new Error(`There is no ${folder} to remove`)
  for (const path of inside) app.delete(path)
}

function editManifest(app: App, edit: (names: string[]) => string[]): void {
  const manifest = JSON.parse(app.get('package.json') ?? '{}')
  const names = edit(Object.keys(manifest.dependencies))
  manifest.dependencies = Object.fromEntries(names.map((name) => [name, manifest.dependencies[name] ?? '*']))
  app.set('package.json', JSON.stringify(manifest))
}

/** Replaces the lines with `-` by those with `+`, in the named file or in every file that contains them. */
function replaceLines(app: App, change: string): void {
  const [line = '', only] = PATH.exec(change) ?? []
  const lines = change.slice(line.length).split('\n')
  const of = (sign: string) => lines.filter((one) => one.startsWith(sign)).map((one) => one.slice(2))
  const [before, after] = [of('-'), of('+')]
  let isFound = false
  for (const [path, text] of app) {
    if (only !== undefined && path !== only) continue
    const all = text.split('\n')
    const at = all.findIndex((_, start) =>
      before.every((one, index) => all[start + index]?.trim() === one.trim()),
    )
    if (at < 0) continue
    isFound = true
    const indent = /^ */.exec(all[at] ?? '')?.[0] ?? ''
    all.splice(at, before.length, ...after.map((one) => indent + one))
    app.set(path, all.join('\n'))
  }
  if (!isFound) throw new Error(`The app has no such lines:\n${change}`)
}

/** The compiler errors in the apps, as `app/path message`. All are compiled in one program. */
export function problemsOf(apps: Record<string, App>): string[] {
  const files = Object.entries(apps).flatMap(([name, app]) =>
    [...app].map(([path, text]): [string, string] => [`${name}/${path}`, text]),
  )
  const errors = typeErrors('tests', files, {
    noUnusedLocals: true,
    // Style sheets have no types.
    noUncheckedSideEffectImports: false,
    types: ['node', 'react', 'react-dom'],
  })
  return errors.map(({ path, message }) => `${path} ${message}`)
}
