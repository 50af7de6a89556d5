// Checks the licenses of everything that is installed with our packages.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
])

/** Lists every package of an npm installation, from its lockfile. */
export function installedTree(directory) {
  const { packages } = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license, hasInstallScript = false }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      hasInstallScript,
    }))
}

/** Prints the name, version and license of each package. Fails if one is not permissive. */
export function areAllPermissive(tree) {
  for (const { name, version, license } of tree)
    process.stdout.write(`          ${license}  ${name} ${version}\n`)
  const others = tree.filter(({ license }) => !PERMISSIVE.has(license))
  assert.deepEqual(others, [], 'licenses that are not permissive or not declared')
}

/** Fails if any package in the tree has an install script. */
export function runNothingAtInstall(tree) {
  assert.deepEqual(
    tree.filter(({ hasInstallScript }) => hasInstallScript),
    [],
  )
}

/** Fails if the license of bundled code is missing. */
export function bundledCodeKeepsItsLicense(directory, bundled) {
  const text = readFileSync(join(directory, 'dist/LICENSES.txt'), 'utf8')
  for (const name of bundled) {
    const part = text.split('\n---\n').find((one) => one.trimStart().startsWith(name)) ?? ''
    assert.match(part, /permission is hereby granted|Apache License|redistribution and use/i, name)
  }
}
