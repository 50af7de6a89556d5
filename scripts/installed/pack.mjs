// Packs the packages for publishing, and reads the versions that the workspace uses.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireBuilt } from '../check-built.mjs'

const read = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Lists the published packages, each with its name, folder and package.json. */
export function publishedPackages() {
  return readdirSync('packages')
    .map((folder) => join('packages', folder))
    .flatMap((folder) => {
      try {
        return [{ folder, manifest: read(join(folder, 'package.json')) }]
      } catch {
        return []
      }
    })
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }))
}

/** Packs each package with pnpm, which replaces `workspace:` and `catalog:` with real versions. */
export function packAll(packages, destination) {
  requireBuilt()
  return new Map(
    packages.map(({ name, folder }) => {
      const output = execFileSync('pnpm', ['pack', '--json', '--pack-destination', destination], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const { filename } = JSON.parse(output.slice(output.indexOf('{')))
      return [name, filename]
    }),
  )
}

/** Reads the catalog in pnpm-workspace.yaml. Its lines are `name: version`, so no YAML parser is needed. */
export function catalog() {
  const text = readFileSync('pnpm-workspace.yaml', 'utf8')
  const lines = text.slice(text.indexOf('\ncatalog:')).matchAll(/^ {2}"?([^":\s]+)"?: (\S+)$/gm)
  return new Map([...lines].map(([, name, version]) => [name, version]))
}
