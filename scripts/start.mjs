// Starts the local server and the demo sites, and prints their URLs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEMO_PASSWORD, DEMO_USERS, demoSeed } from '../apps/demo/src/demo-users.ts'
import { DEMO_COOKIE_SECRET, SITES, siteEnvironment } from './sites.mjs'

const { values: options } = parseArgs({
  options: {
    app: { type: 'string', multiple: true },
    port: { type: 'string' },
    data: { type: 'string' },
    'database-url': { type: 'string' },
    'auto-consent': { type: 'boolean' },
    dev: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})

const children = new Set()
let stopping = false

function fail(message) {
  process.stderr.write(`latchkey: ${message}\n`)
  stop(1)
}

function stop(code) {
  if (stopping) return
  stopping = true
  process.exitCode = code
  for (const child of children) child.kill('SIGTERM')
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, 4_000).unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))

/** Ports that are already assigned, although no server listens on them yet. */
const promised = new Set()

/** The port itself if it is free, or the next free one. */
async function freePort(wanted) {
  for (let port = wanted; port < wanted + 100; port += 1) {
    if (promised.has(port)) continue
    const isFree = await new Promise((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (!isFree) continue
    promised.add(port)
    if (port !== wanted) say(`port ${wanted} is taken, using ${port}`)
    return port
  }
  throw new Error(`There is no free port from ${wanted} on.`)
}

const say = (text) => process.stderr.write(`latchkey: ${text}\n`)

function launch(title, cwd, args, env) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  child.on('exit', (code) => {
    children.delete(child)
    if (!stopping) fail(`${title} stopped with code ${code}.`)
  })
  return child
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    child.once('exit', () => reject(new Error('The local server did not start.')))
  })
}

async function startEmulator() {
  const port = await freePort(Number(options.port ?? 4100))
  const args = ['packages/emulator/dist/cli.js', '--port', String(port), '--json', '--cost', 'dev']
  if (options.data) args.push('--data', options.data)
  if (options['database-url']) args.push('--database-url', options['database-url'])
  if (options['auto-consent']) args.push('--auto-consent')
  return JSON.parse(await firstLine(launch('The local server', '.', args, {})))
}

/** Each site has its own environment, so that the links in its emails lead back to it. */
async function createEnvironment(emulator, name, origin) {
  const response = await fetch(`${emulator.url}/_emulator/environments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, seed: demoSeed({ origin }) }),
  })
  if (!response.ok) throw new Error(`Preparing ${name} failed: ${await response.text()}`)
  return (await response.json()).env
}

async function untilUp(url) {
  for (let attempt = 0; attempt < 200 && !stopping; attempt += 1) {
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined)
    if (response && response.status < 500) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} does not respond.`)
}

function table(rows) {
  const width = Math.max(...rows.map(([title]) => title.length))
  return rows.map(([title, value]) => `  ${title.padEnd(width)}  ${value}\n`).join('')
}

function isBuilt({ title, cwd, args }) {
  const built = existsSync(join(cwd, args[0]))
  if (!built) say(`${title} is not built: run \`npm run build\``)
  return built
}

/** Builds a site that is not part of the regular build. */
async function buildSite({ title, cwd, build }) {
  if (build === undefined) return
  say(`building the ${title}`)
  // The build writes to stderr, because programs read the first line of our stdout.
  const child = spawn(process.execPath, build, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 2, 2],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The ${title} could not be built.`)
}

async function main() {
  const isReal = Boolean(process.env.WORKOS_API_KEY && process.env.WORKOS_CLIENT_ID)
  const wanted = SITES.filter(({ name, build }) => options.app?.includes(name) ?? !build).filter(isBuilt)
  if (wanted.length === 0)
    throw new Error(
      `There is no site called ${options.app}. Use ${SITES.map(({ name }) => name).join(', ')}.`,
    )
  if (!options.dev) for (const site of wanted) await buildSite(site)
  const emulator = isReal ? undefined : await startEmulator()

  const sites = []
  for (const site of wanted) {
    const port = await freePort(site.port)
    const origin = `http://localhost:${port}`
    const env = emulator ? await createEnvironment(emulator, site.name, origin) : {}
    const own = siteEnvironment(origin)
    if (emulator) own.LATCHKEY_COOKIE_SECRET = DEMO_COOKIE_SECRET
    const args = options.dev ? site.development(port) : site.args
    launch(site.title, site.cwd, args, { ...env, ...own }).stdout.resume()
    sites.push({ ...site, origin, env })
  }
  await Promise.all(sites.map(({ origin }) => untilUp(origin)))

  if (options.json) {
    const list = sites.map(({ name, origin, env }) => ({ name, origin, env }))
    process.stdout.write(`${JSON.stringify({ emulator: emulator ?? null, sites: list })}\n`)
    return
  }
  const places = sites.map(({ title, origin }) => [title, origin])
  if (emulator)
    places.push(['Local server', emulator.url], ['Inbox and dashboard', `${emulator.url}/_emulator/`])
  process.stdout.write(`\n${table(places)}`)
  if (emulator) {
    process.stdout.write(`\n  Sign in as one of these; the password is ${DEMO_PASSWORD}\n`)
    process.stdout.write(table(DEMO_USERS.map(({ email, role }) => [email, role])))
  }
  const byName = SITES.filter(({ build }) => build && !options.app)
  process.stdout.write('\n')
  process.stdout.write(table(byName.map(({ name, title }) => [title, `npm start -- --app ${name}`])))
  process.stdout.write('\n  Ctrl-C stops everything.\n\n')
}

main().catch((error) => fail(error.message))
