// Checks a package after npm has unpacked it.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'

const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']

/** Fails if the package has a script that runs during installation. */
export function hasNoInstallScript(directory) {
  const { scripts = {} } = read(join(directory, 'package.json'))
  assert.deepEqual(
    Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name)),
    [],
  )
}

/** Pages that the bundler of an app compiles: the only unbuilt files allowed in the folders of the manifest's `files`. */
const PAGE = /^(pages\/[a-z-]+\.astro|routes\/[a-z-]+\.jsx)$/

/** Fails if the package contains anything but the build and its documents. */
export function carriesOnlyWhatItNeeds(directory) {
  const files = filesOf(directory)
  for (const file of ['LICENSE', 'README.md', 'package.json'])
    assert.ok(files.includes(file), `${file} is missing`)
  const { files: named } = read(join(directory, 'package.json'))
  const isPage = (file) => PAGE.test(file) && named.includes(file.split('/')[0])
  const extra = files.filter(
    (file) => !/^(dist\/.*|LICENSE|README\.md|package\.json|CHANGELOG\.md)$/.test(file) && !isPage(file),
  )
  assert.deepEqual(extra, [], 'unneeded files')
  assert.deepEqual(
    files.filter((file) => /\.test\.|\.tsbuildinfo$/.test(file)),
    [],
    'tests or build artifacts',
  )
  // Minified files need source maps for readable stack traces. Every map must belong to a file.
  for (const map of files.filter((file) => file.endsWith('.map')))
    assert.ok(files.includes(map.slice(0, -'.map'.length)), `${map} belongs to no file`)
}

/** Fails if the license in the package is not the project's. */
export function carriesTheLicense(directory) {
  assert.equal(readFileSync(join(directory, 'LICENSE'), 'utf8'), readFileSync('LICENSE', 'utf8'))
  assert.equal(read(join(directory, 'package.json')).license, 'MIT')
}

/** Fails if an imported package is not declared, or a declared dependency is never imported. */
export function declaresWhatItImports(directory) {
  const manifest = read(join(directory, 'package.json'))
  const imported = importedPackages(directory)
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const known = new Set([manifest.name, ...declared])
  assert.deepEqual(
    [...imported].filter((name) => !known.has(name)),
    [],
    'imported but not declared',
  )
  const unused = Object.keys(manifest.dependencies ?? {}).filter((name) => !imported.has(name))
  assert.deepEqual(unused, [], 'declared but never imported')
}

const filesOf = (directory) =>
  globSync('**/*', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll('\\', '/'),
    )

const builtin = new Set(builtinModules)

function importedPackages(directory) {
  const names = globSync('dist/**/*.{js,cjs,svelte,d.ts,d.cts}', { cwd: directory }).flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(directory, file), 'utf8'), true, true)
    return importedFiles.map(({ fileName }) => fileName)
  })
  const bare = names.filter((name) => !/^(\.|node:|\$app\/|#)/.test(name) && !builtin.has(name))
  return new Set(bare.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')))
}
