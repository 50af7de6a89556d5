// Prepares a machine that has only Node ≥ 18 and npm, then runs `start` or `test` on Node 24.
// Uses nothing but Node itself, because nothing else is installed yet.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const toolchain = join(root, '.toolchain')
const PNPM = 'pnpm@12.21.0'
const NODE = '24.21.0'

const [task, ...taskArguments] = process.argv.slice(2)
const tasks = { start: 'scripts/start.mjs', test: 'scripts/test.mjs' }

const say = (text) => process.stdout.write(`latchkey: ${text}\n`)

function runningNodeIsRecent() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return (major === 24 && minor >= 15) || major >= 26
}

/** Published Node binaries on npm; elsewhere the running Node has to do. */
function nodePackage() {
  if (runningNodeIsRecent()) return undefined
  const platform = { linux: 'linux', win32: 'win', darwin: 'darwin' }[process.platform]
  const target = `${platform}-${process.arch}`
  if (['linux-x64', 'linux-arm64', 'win-x64'].includes(target)) return `node-${target}@${NODE}`
  throw new StepError(
    'Choosing Node',
    `Node ${process.versions.node} is too old here. Install Node 24.15 or newer and run the command again.`,
  )
}

class StepError extends Error {
  constructor(step, fix) {
    super(`${step} failed.\n  ${fix}`)
  }
}

function environment() {
  const kept = ['npm_config_registry', 'npm_config_cache', 'npm_config_userconfig', 'npm_config_cafile']
  const env = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (name.toLowerCase().startsWith('npm_') && !kept.includes(name.toLowerCase())) continue
    env[name] = value
  }
  const bin = [join(toolchain, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')]
  const nodeName = nodePackage()?.split('@')[0]
  if (nodeName) bin.unshift(join(toolchain, 'node_modules', nodeName, 'bin'))
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
  const nodeName = nodePackage()
  const wanted = JSON.stringify([PNPM, nodeName ?? 'running Node'])
  const stamp = join(toolchain, 'stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say(nodeName ? `installing Node ${NODE} and ${PNPM} into .toolchain` : `installing ${PNPM} into .toolchain`)
  const staging = `${toolchain}-${process.pid}`
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging)
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const flags = [
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const packages = nodeName ? [PNPM, nodeName] : [PNPM]
  const fix = 'Check that the npm registry can be reached, then run the command again.'
  await run(
    'Installing Node and pnpm',
    fix,
    command,
    [...first, 'install', ...flags, '--prefix', staging, ...packages],
    {
      shell: process.platform === 'win32',
    },
  )
  // pnpm's bin is a placeholder until this links the native file; npm was told to run no scripts.
  await run('Linking pnpm', fix, process.execPath, [join(staging, 'node_modules', 'pnpm', 'install.js')], {
    cwd: join(staging, 'node_modules', 'pnpm'),
  })
  writeFileSync(join(staging, 'stamp'), wanted)
  rmSync(toolchain, { recursive: true, force: true })
  renameSync(staging, toolchain)
}

/** One bootstrap at a time for a checkout: a folder is created atomically, so it serves as the lock. */
async function locked(work) {
  const lock = join(root, '.toolchain-lock')
  let told = false
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
      if (!told) say('another run is setting up this checkout; waiting for it')
      told = true
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
    // The pid file is written just after the folder: give its owner a moment before calling it dead.
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
  const node = runningNodeIsRecent() ? process.execPath : 'node'
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
