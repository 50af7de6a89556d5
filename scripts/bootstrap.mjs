// Prepares a machine that has only Node ≥ 18 and npm, then runs `start` or `test` on Node 24.
// Uses only Node itself, because nothing else is installed yet.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRecent, toolchainFor } from './machine.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const toolchain = join(root, '.toolchain')

const [task, ...taskArguments] = process.argv.slice(2)
const tasks = { start: 'scripts/start.mjs', test: 'scripts/test.mjs' }

const say = (text) => process.stdout.write(`latchkey: ${text}\n`)

class StepError extends Error {
  constructor(step, fix) {
    super(`${step} failed.\n  ${fix}`)
  }
}

/** Created once, because it is the same for every command. */
let wanted
function wantedToolchain() {
  try {
    const { platform, arch, versions, execPath } = process
    // The Node in the toolchain does not count as the machine's own, because it must stay there.
    const version = execPath.startsWith(toolchain + sep) ? '0.0.0' : versions.node
    wanted ??= toolchainFor({ platform, arch, version })
    return wanted
  } catch (error) {
    throw new StepError('Choosing Node', error.message)
  }
}

function environment() {
  const allowed = ['npm_config_registry', 'npm_config_cache', 'npm_config_userconfig', 'npm_config_cafile']
  const env = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (name.toLowerCase().startsWith('npm_') && !allowed.includes(name.toLowerCase())) continue
    env[name] = value
  }
  const bin = [join(toolchain, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')]
  const { node } = wantedToolchain()
  if (node) bin.unshift(join(toolchain, 'node_modules', node, 'bin'))
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[pathName] = [...bin, env[pathName]].join(delimiter)
  return {
    ...env,
    CI: env.CI ?? '1',
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    LATCHKEY_BOOTSTRAPPED: '1',
  }
}

function run(step, fix, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment(),
      ...options,
    })
    child.on('error', (error) => reject(new StepError(step, `${error.message}. ${fix}`)))
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new StepError(step, fix))))
  })
}

async function installToolchain() {
  const { manifest, lock } = wantedToolchain()
  const wantedStamp = JSON.stringify([manifest, lock])
  const stamp = join(toolchain, 'stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp) return
  const names = Object.entries(manifest.dependencies).map(([name, version]) => `${name} ${version}`)
  say(`installing ${names.join(' and ')} into .toolchain`)
  const staging = `${toolchain}-${process.pid}`
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging)
  writeFileSync(join(staging, 'package.json'), JSON.stringify(manifest))
  if (lock) writeFileSync(join(staging, 'package-lock.json'), JSON.stringify(lock))
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const fix = 'Check that the npm registry can be reached, then run the command again.'
  await run(
    'Installing Node and pnpm',
    fix,
    command,
    // Not `npm ci`, which requires an entry for every platform that pnpm has a binary for.
    [...first, 'install', ...flags, '--prefix', staging],
    { cwd: staging, shell: process.platform === 'win32' },
  )
  // pnpm's bin is a placeholder until this script links the native file, because npm ran no install scripts.
  await run('Linking pnpm', fix, process.execPath, [join(staging, 'node_modules', 'pnpm', 'install.js')], {
    cwd: join(staging, 'node_modules', 'pnpm'),
  })
  writeFileSync(join(staging, 'stamp'), wantedStamp)
  rmSync(toolchain, { recursive: true, force: true })
  renameSync(staging, toolchain)
}

/** Allows one bootstrap at a time per checkout. The lock is a folder, because folders are created atomically. */
async function locked(work) {
  const lock = join(root, '.toolchain-lock')
  let hasReported = false
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (lockIsStale(lock)) {
        rmSync(lock, { recursive: true, force: true })
        continue
      }
      if (!hasReported) say('another run is setting up this checkout; waiting for it')
      hasReported = true
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid))
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function lockIsStale(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    if (error.code === 'EPERM') return false
    if (error.code === 'ESRCH') return true
    // The pid file is written just after the folder, so give the owner a moment before treating the lock as stale.
    try {
      return Date.now() - statSync(lock).mtimeMs > 5_000
    } catch {
      return false
    }
  }
}

async function main() {
  if (!Object.hasOwn(tasks, task))
    throw new StepError('Reading the command', 'Use `npm start` or `npm test`.')
  await locked(async () => {
    await installToolchain()
    say('installing packages')
    await run(
      'Installing packages',
      'Check the network, and that pnpm-lock.yaml matches the package.json files.',
      'pnpm',
      ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'],
    )
    say('building')
    await run('Building', 'The first error above names the file.', 'turbo', [
      'run',
      'build',
      '--output-logs=errors-only',
    ])
  })
  const node = isRecent(process.versions.node) ? process.execPath : 'node'
  const child = spawn(node, [join(root, tasks[task]), ...taskArguments], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment(),
  })
  // The terminal already sends Ctrl-C to the whole group; a plain `kill` reaches only this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`latchkey: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1)
  })
}

main().catch((error) => {
  process.stderr.write(`latchkey: ${error instanceof StepError ? error.message : error.stack}\n`)
  process.exitCode = 1
})
