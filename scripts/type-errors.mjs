// Checks the types of code that exists in no file, such as code blocks of documents and small apps.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tsc = join(
  dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json')),
  'bin/tsc',
)

const OPTIONS = {
  target: 'ES2023',
  lib: ['ES2024', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  jsx: 'react-jsx',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
}

const PROBLEM = /^(\S[^(]*)\(\d+,\d+\): error TS\d+: (.*)$/

/**
 * Returns the compiler's errors for these files, which are all checked in one program.
 *
 * @param {string} packageFolder The folder of the package whose dependencies the files can import, such as `packages/core`.
 * @param {Iterable<[path: string, text: string]>} files The paths and texts. Files other than TypeScript are not checked.
 * @param {object} options Additional compiler options.
 * @returns {{ path: string, message: string }[]}
 */
export function typeErrors(packageFolder, files, options) {
  const folder = join(root, packageFolder, 'node_modules/.type-errors', randomUUID())
  try {
    const paths = []
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
      if (/\.tsx?$/.test(path)) paths.push(path)
    }
    const compilerOptions = { ...OPTIONS, ...options }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: paths }))
    execFileSync(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return []
  } catch (failed) {
    if (typeof failed.stdout !== 'string') throw failed
    const errors = errorsIn(failed.stdout)
    if (errors.length === 0) throw new Error(`The compiler failed: ${failed.stdout}`, { cause: failed })
    return errors
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Parses the compiler's output. Indented lines belong to the error above them. */
function errorsIn(output) {
  const errors = []
  for (const line of output.split('\n')) {
    const [, path, message] = PROBLEM.exec(line) ?? []
    if (path !== undefined) errors.push({ path: path.replaceAll('\\', '/'), message })
    else if (/^\s+\S/.test(line) && errors.length > 0) errors.at(-1).message += ` ${line.trim()}`
    else if (line.trim() !== '') throw new Error(`The compiler failed: ${line}`)
  }
  return errors
}
