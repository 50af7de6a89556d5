// Some checks use the built packages: bundles, types and apps. This detects a build that is out of date.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Throws unless the packages were built from the current sources.
 *
 * @param {...string} names The folders of the packages in `packages`. Default: all packages.
 */
export function requireBuilt(...names) {
  const filters = (names.length > 0 ? names : ['*']).map((name) => `--filter=./packages/${name}`)
  const output = execFileSync(
    join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', '--dry=json', ...filters],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32' },
  )
  const { tasks } = JSON.parse(output)
  const stale = tasks.filter(
    ({ command, directory, hash }) => command !== '<NONEXISTENT>' && hash !== stampOf(directory),
  )
  if (stale.length === 0) return
  const list = stale.map((task) => task.package).join(', ')
  throw new Error(
    `These packages were not built from the current sources: ${list}. Run \`turbo run build\` first.`,
  )
}

function stampOf(directory) {
  const file = join(root, directory, '.turbo/build-hash')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
