// Follows a guide: writes its files, runs its commands, and signs up at the URL of its app.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isEmulator, isServer } from './read-guide.mjs'
import { signUp } from './sign-up.mjs'

const EMULATOR = 'http://127.0.0.1:4100'
const OURS =
  /^(WORKOS|LATCHKEY)_|^NODE_(ENV|OPTIONS)$|^npm_(?!config_(registry|cache|userconfig|cafile)$)|^CI$/i
const COMMAND_MINUTES = 10
const START_MS = 60_000

/** Follows the steps of a guide from an empty folder. Signs up after each block that starts the app. */
export async function followGuide(steps, start, registry) {
  const environment = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
    npm_config_userconfig: writeUserConfig(start, registry),
    npm_config_yes: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    BROWSER: 'none',
  }
  await requireFree(EMULATOR)
  let directory = start
  let runs = 0
  const servers = []
  try {
    for (const step of steps) {
      if (step.path !== undefined) {
        write(join(directory, step.path), step.code)
        continue
      }
      let startsTheApp = false
      for (const command of step.commands) {
        if (!isServer(command)) {
          directory = await run(command, directory, environment)
          continue
        }
        if (isEmulator(command)) {
          servers.push(startServer(command, directory, environment))
          await untilReady(`${EMULATOR}/health`, servers.at(-1))
          continue
        }
        if (!startsTheApp) {
          await Promise.all(servers.filter(({ isApp }) => isApp).map(stop))
          await requireFree(originOf(directory))
        }
        startsTheApp = true
        servers.push(startServer(command, directory, environment))
      }
      if (!startsTheApp) continue
      runs += 1
      const origin = originOf(directory)
      const app = servers.findLast(({ isApp }) => isApp)
      await untilReady(origin, app)
      try {
        await signUp(origin, EMULATOR, runs)
      } catch (error) {
        throw new Error(
          `${app.command}: ${error.message}\n${servers.map(({ output }) => output()).join('\n')}`,
        )
      }
    }
  } finally {
    await Promise.all(servers.map(stop))
  }
  if (runs < 2)
    throw new Error(
      `The guide starts the app ${runs} times. It must start it twice: in development, and built.`,
    )
}

/**
 * Writes an npm configuration with the reader's settings and the registry of our packages. It has to be a file, because
 * shells drop variables named `npm_config_@…`.
 */
function writeUserConfig(directory, registry) {
  const own = process.env.npm_config_userconfig ?? join(homedir(), '.npmrc')
  const path = `${directory}.npmrc`
  writeFileSync(path, `${existsSync(own) ? readFileSync(own, 'utf8') : ''}\n@latchkey:registry=${registry}\n`)
  return path
}

function write(path, code) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, code)
}

/** The origin of the app, according to the guide. */
const originOf = (directory) => {
  const [, origin] = /^LATCHKEY_APP_ORIGIN=(\S+)$/m.exec(readFileSync(join(directory, '.env'), 'utf8')) ?? []
  if (origin === undefined) throw new Error('The guide does not write LATCHKEY_APP_ORIGIN to .env.')
  return origin
}

/** Runs a command in a shell, as a reader would, and resolves with the folder that the shell is in afterward. */
function run(command, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `${command}\nstatus=$?; pwd >&3; exit $status`], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: COMMAND_MINUTES * 60_000,
    })
    let output = ''
    let folder = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    child.stdio[3].on('data', (text) => (folder += text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(folder.trim()) : reject(new Error(`${command} failed:\n${output.slice(-4_000)}`)),
    )
  })
}

function startServer(command, cwd, env) {
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  return { child, command, isApp: !isEmulator(command), output: () => `${command}:\n${output.slice(-3_000)}` }
}

async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((resolve) => child.on('close', resolve))
  process.kill(-child.pid, 'SIGTERM')
  const force = setTimeout(5_000).then(() => child.exitCode ?? killGroup(child.pid))
  await Promise.race([closed, force])
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {}
}

async function untilReady(url, { child, output }) {
  const until = Date.now() + START_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`It ended:\n${output()}`)
    try {
      await fetch(url, { redirect: 'manual' })
      return
    } catch {
      await setTimeout(200)
    }
  }
  throw new Error(`Nothing responds at ${url} after ${START_MS / 1_000} seconds.\n${output()}`)
}

/** Makes sure that no other server uses the address of the guide's app, because it would be tested instead. */
async function requireFree(url) {
  const { hostname, port } = new URL(url)
  for (let tries = 0; tries < 25; tries += 1) {
    const taken = await new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(true))
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
    })
    if (!taken) return
    await setTimeout(200)
  }
  throw new Error(
    `${url} is in use on this machine. Stop the program that listens there, and run the guides again.`,
  )
}
