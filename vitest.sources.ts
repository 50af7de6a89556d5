import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Aliases from the entries of packages to their sources, so that a change there is tested without a build between: a test
 * never runs with what was built before it. An entry without a source file by its name, such as a style sheet, is left out.
 */
export function sourcesOf(...packages: string[]): { find: RegExp; replacement: string }[] {
  return packages.flatMap((name) => {
    const folder = fileURLToPath(new URL(`packages/${name}/`, import.meta.url))
    const { exports } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { exports: object }
    return Object.keys(exports).flatMap((path) => {
      const entry = path === '.' ? 'index' : path.slice('./'.length)
      const find = new RegExp(`^@latchkey/${name}${path.slice(1).replace('*', '([^/]+)')}$`)
      if (entry.startsWith('locales/')) return [{ find, replacement: `${folder}src/locales/$1.ts` }]
      const file = ['ts', 'tsx'].map((type) => `${folder}src/${entry}.${type}`).find(existsSync)
      return file === undefined ? [] : [{ find, replacement: file }]
    })
  })
}
