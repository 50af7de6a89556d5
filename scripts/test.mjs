// Runs every check and prints the total counts in one summary line. `npm test -- unit lint` runs only those parts.
import { AsyncLocalStorage } from 'node:async_hooks'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { bringRedis } from './test-services.mjs'

const say = (text) => process.stdout.write(`latchkey: ${text}\n`)
const reports = '.toolchain/reports'

const only = process.argv.slice(2)
const totals = { passed: 0, failed: 0, skipped: 0 }
const failedParts = []
const skippedCases = []
/** The names of failed tests with the first line of their message, printed at the end, where a long log shows them. */
const failedCases = []

/** Set while a part runs in parallel with another one, to collect its output and print it in one piece. */
const heldOutput = new AsyncLocalStorage()

function run(command, args, env = {}) {
  const chunks = heldOutput.getStore()
  return new Promise((resolve) => {
    const output = chunks === undefined ? 'inherit' : 'pipe'
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    })
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a check that has no separate test cases, so it counts as one. */
async function check(command, args, env) {
  const code = await run(command, args, env)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

function sumOf(counts) {
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** Runs several checks as one part. */
const all = async (...checks) => sumOf(await Promise.all(checks))

const firstLineOf = (message = '') => stripVTControlCharacters(message).trim().split('\n', 1)[0]

async function vitest() {
  const noRedis = bringRedis(say)
  const file = join(reports, 'vitest.json')
  const code = await run('vitest', [
    'run',
    // More workers than a small machine has cores, because tests spend much of their time waiting for sockets and password
    // hashes. The option is set here because projects ignore it in the configuration.
    '--maxWorkers=3',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const emptyFiles = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + emptyFiles.length
  for (const { name, message } of emptyFiles) failedCases.push(`${name}: ${firstLineOf(message)}`)
  for (const one of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
    if (one.status === 'failed') failedCases.push(`${one.fullName}: ${firstLineOf(one.failureMessages?.[0])}`)
    if (!['skipped', 'pending', 'todo'].includes(one.status)) continue
    const why = /redis/i.test(one.fullName) && noRedis ? `: ${noRedis}` : ''
    skippedCases.push(`${one.fullName}${why}`)
  }
  return {
    passed: report.numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Checks that acknowledged writes survive a killed server or database, with more repetitions than in a regular run. */
async function kills() {
  const LATCHKEY_TEST_COMMAND = join(process.cwd(), 'packages/emulator/dist/cli.js')
  const runs = [
    ['emulator', 'kill.test', { LATCHKEY_TEST_KILLS: '300', LATCHKEY_TEST_COMMAND }],
    ['emulator-postgres', 'kill.test', { LATCHKEY_TEST_KILLS: '100', LATCHKEY_TEST_COMMAND }],
    ['emulator-postgres', 'postgres-restarts.test', { LATCHKEY_TEST_RESTARTS: '30' }],
  ]
  const counts = []
  for (const [project, file, env] of runs)
    counts.push(await check('vitest', ['run', '--project', project, file], env))
  return sumOf(counts)
}

/** Returns the tests in a suite of Playwright's report, with those of the suites inside it. */
const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

async function browser(env = {}) {
  const file = join(process.cwd(), reports, 'playwright.json')
  const code = await run('pnpm', ['--filter', '@latchkey/e2e', 'run', 'e2e'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...env,
  })
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  for (const { title, file: spec, tests } of report.suites.flatMap(specsOf)) {
    const results = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky')
    for (const { projectName, results: attempts } of results) {
      const { error } = attempts.find((attempt) => attempt.error) ?? {}
      failedCases.push(
        `${[spec, projectName, title].filter(Boolean).join(' › ')}: ${firstLineOf(error?.message)}`,
      )
    }
  }
  const { expected, unexpected, flaky, skipped } = report.stats
  const failed = unexpected + flaky
  return { passed: expected, failed: code === 0 ? failed : Math.max(failed, 1), skipped }
}

const parts = {
  types: () => check('turbo', ['run', 'typecheck', '--concurrency=100%', '--output-logs=errors-only']),
  lint: () =>
    all(check('biome', ['check', '--max-diagnostics=50', '.']), check('node', ['scripts/check-words.mjs'])),
  promises: () => check('node', ['scripts/check-security-ids.mjs']),
  packages: () => check('node', ['scripts/check-packages.mjs']),
  installed: () => check('node', ['scripts/check-installed.mjs']),
  unit: vitest,
  browser: () => browser(),
}

/** The browser tests of the Next site, which is built only for them. */
const next = async () => {
  const code = await run('turbo', ['run', 'build', '--output-logs=errors-only'])
  return code === 0 ? browser({ LATCHKEY_SITE: 'next' }) : { passed: 0, failed: 1, skipped: 0 }
}

/** Parts that run only by name, because they are too slow or depend on external services. */
const namedParts = {
  resilience: () => check('node', ['--no-warnings', 'tests/resilience/run.ts']),
  kills,
  codes: () => browser({ LATCHKEY_BROWSER_PART: 'codes' }),
  screenshots: () => browser({ LATCHKEY_PICTURES: '1' }),
  timing: () => check('vitest', ['run', '--config', 'packages/core/vitest.timing.config.ts']),
  apps: () => check('node', ['scripts/check-installed.mjs', '--all']),
  next,
  ranges: () => check('node', ['scripts/check-ranges.mjs']),
  guides: () => check('node', ['scripts/check-guides.mjs']),
}

const known = { ...parts, ...namedParts }
const unknown = only.filter((name) => !Object.hasOwn(known, name))
if (unknown.length > 0) {
  say(`there is no part called ${unknown.join(' or ')}. The parts are ${Object.keys(known).join(', ')}.`)
  process.exit(2)
}
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

async function runPart(name) {
  const started = performance.now()
  const counts = await known[name]()
  for (const key of Object.keys(totals)) totals[key] += counts[key]
  if (counts.failed > 0) failedParts.push(name)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  return `latchkey: ${name} took ${seconds} s: ${counts.passed} passed, ${counts.failed} failed\n`
}

async function runInTurn(names) {
  for (const name of names) {
    process.stdout.write(`\nlatchkey: ${name}\n`)
    process.stdout.write(await runPart(name))
  }
}

async function runAside(names) {
  for (const name of names) {
    const chunks = []
    const closing = await heldOutput.run(chunks, () => runPart(name))
    process.stdout.write(`\nlatchkey: ${name}\n${Buffer.concat(chunks)}${closing}`)
  }
}

if (only.length > 0) await runInTurn(only)
else {
  // Unit tests spend much of their time waiting, so the checks that compile and install run in parallel with them.
  const aside = Object.keys(parts).filter((name) => name !== 'unit' && name !== 'browser')
  await Promise.all([runInTurn(['unit']), runAside(aside)])
  await runInTurn(['browser'])
}

if (skippedCases.length > 0) process.stdout.write(`\nlatchkey: skipped\n  ${skippedCases.join('\n  ')}\n`)
if (failedParts.length > 0) {
  const cases = failedCases.map((name) => `\n  ${name}`).join('')
  process.stdout.write(`\nlatchkey: failed in ${failedParts.join(', ')}${cases}\n`)
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
