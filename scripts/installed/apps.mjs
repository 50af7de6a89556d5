// Installs apps with plain npm, as users do, in folders outside the workspace.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../../apps/e2e/src/chromium.ts'
import { MOVES, move } from '../../tests/docs/moving-an-app.ts'
import { writeEnvironment, writeFiles, writeGuide } from './guide.mjs'

const NPM_INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
const OURS = /^(WORKOS|LATCHKEY)_|^NODE_(ENV|OPTIONS)$|^npm_(?!config_(registry|cache|userconfig|cafile)$)/i
const MINUTES = 60_000

/** The environment variables without our settings, as on a machine where Latchkey has never been used. */
const emptyEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)))

/** Runs npm in a folder. Its output is shown only if it fails. */
export function npm(directory, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: directory,
      env: { ...emptyEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      timeout: 10 * MINUTES,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`npm ${args.join(' ')} failed:\n${output.slice(-6_000)}`)),
    )
  })
}

/** Installs tarballs into a new folder, with their dependencies and nothing else. */
export async function installAlone(directory, tarballs) {
  writeManifest(directory, { version: '0.0.0', dependencies: Object.fromEntries(tarballs) })
  await npm(directory, [...NPM_INSTALL, '--legacy-peer-deps'])
}

/**
 * Copies an app out of the workspace, installs it, and runs its own check. The files of its `guide` are added. If it is
 * `like` another app, the files of that app are copied first. Each app that it has `moved` is a folder inside it.
 */
export async function installAndCheck(fixture, directory, tarballs, catalog) {
  const { guides, manifest, moved } = copyApp(fixture, directory)
  cpSync(join(fixture, '../running-app.mjs'), join(directory, 'running-app.mjs'))
  const dependencies = Object.entries(manifest.dependencies).map(([name, version]) => {
    if (version === 'workspace:*') return [name, tarballs.get(name)]
    return [name, version === 'catalog:' ? catalog.get(name) : version]
  })
  writeManifest(directory, { ...manifest, dependencies: Object.fromEntries(dependencies) })
  await npm(directory, NPM_INSTALL)
  for (const guide of guides) writeEnvironment(guide, directory)
  for (const name of moved) moveApp(MOVES[name], join(directory, name.toLowerCase()), directory)
  await npm(directory, ['run', 'check'], { BROWSER_LAUNCH: JSON.stringify(await findChromium()) })
}

/** Copies an app. Returns its manifest and the guides that it follows. */
function copyApp(fixture, directory) {
  const {
    like,
    guide,
    moved = [],
    ...manifest
  } = JSON.parse(readFileSync(join(fixture, 'package.json'), 'utf8'))
  const guides = like === undefined ? [] : copyApp(join(fixture, '..', like), directory).guides
  cpSync(fixture, directory, { recursive: true, filter: (path) => !path.includes('node_modules') })
  if (guide !== undefined) {
    guides.push(join('docs', guide))
    writeGuide(guides.at(-1), directory)
  }
  return { guides, manifest, moved }
}

/** Writes an app of another product, follows the guide that moves it, and runs the command that writes its settings. */
function moveApp(app, folder, installed) {
  writeFiles(move(app).app, folder)
  writeEnvironment(app.page, folder, installed)
}

function writeManifest(directory, manifest) {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, ...manifest }, undefined, 2))
}
