import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { transform } from 'esbuild'

/** A relative file that a compiled module imports, exports from or loads later. */
const RELATIVE = /(\bfrom\s*|\bimport\s*\(?\s*)"(\.[^"]*)\.ts"/g

/**
 * Writes each source file that the entries reach as its own module, for bundlers: they leave out whole modules that
 * an app does not use, and cannot do that inside one file.
 *
 * @param entries Paths below `source`, such as `coordinator/redis.ts`.
 */
export async function writeModules(entries: readonly string[], source: string, target: string) {
  const found = new Set(entries)
  // The set grows while it is walked.
  for (const path of found) {
    const { code } = await transform(await readFile(join(source, path), 'utf8'), {
      ...{ loader: 'ts', format: 'esm', target: 'es2022', charset: 'utf8' },
      sourcefile: path,
    })
    for (const [, , specifier] of code.matchAll(RELATIVE)) found.add(join(dirname(path), `${specifier}.ts`))
    const file = join(target, path.replace(/\.ts$/, '.js'))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, code.replace(RELATIVE, '$1"$2.js"'))
  }
}
