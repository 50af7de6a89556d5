// Runs the suites of the adapters with older versions from their peer ranges. The workspace uses the newest ones.
//   node scripts/check-ranges.mjs [react-18 | kit-2.63 | next-15 …]
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalog, packAll, publishedPackages } from './installed/pack.mjs'

const pinned = catalog()
const folderOf = (range) => join(process.cwd(), '.toolchain/ranges', range)

function run(command, args, options) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** Installs packages, and nothing else, into a separate folder. */
function install(folder, packages) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--silent', ...packages], { cwd: folder })
}

function checkReact() {
  const folder = folderOf('react-18')
  const { devDependencies } = JSON.parse(readFileSync('packages/react/package.json', 'utf8'))
  // Testing Library is installed in the same folder, so that it uses the same React.
  const testing = Object.keys(devDependencies).filter((name) => name.startsWith('@testing-library/'))
  const packages = [...testing.map((name) => `${name}@${pinned.get(name)}`)]
  install(folder, ['react@18.2.0', 'react-dom@18.2.0', ...packages])
  // The size of a bundle does not depend on the version of React.
  run('vitest', ['run', '--root', 'packages/react', '--exclude', 'tests/size.test.ts'], {
    env: { ...process.env, LATCHKEY_REACT: folder },
  })
}

const KIT_SUITES = ['bypass', 'guards', 'handle', 'pages']

/** Builds and runs the test app in a copy of the package outside the workspace. */
function checkKit(range, versions) {
  const folder = folderOf(range)
  for (const part of ['src', 'tests']) rmSync(join(folder, part), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const isSource = (path) => !/node_modules|\.svelte-kit|built-/.test(path)
  for (const part of ['src', 'tests'])
    cpSync(join('packages/sveltekit', part), join(folder, part), { recursive: true, filter: isSource })
  // The other packages are installed here, so there are no sources to use instead.
  const config = readFileSync('packages/sveltekit/vitest.config.ts', 'utf8')
  const sources = "import { fromSources } from '../../vitest.sources.ts'"
  if (!config.includes(sources)) throw new Error(`packages/sveltekit/vitest.config.ts has no line ${sources}`)
  writeFileSync(
    join(folder, 'vitest.config.ts'),
    config.replace(sources, 'const fromSources = { resolve: {} }'),
  )
  // The app's own tsconfig.json extends a file that Kit 2 does not have.
  writeFileSync(join(folder, 'tests/app/tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n')
  const needed = publishedPackages().filter(({ name }) => /\/(core|emulator)$/.test(name))
  const others = ['svelte', 'vitest', 'fast-check'].map((name) => `${name}@${pinned.get(name)}`)
  install(folder, [...versions, ...others, ...packAll(needed, folder).values()])
  run('npx', ['vitest', 'run', ...KIT_SUITES.map((suite) => `tests/${suite}.test.ts`)], { cwd: folder })
}

/** Runs the package's own suite with the version that another Vitest configuration selects. */
const checkSuite = (folder, config) =>
  run('vitest', ['run', '--root', `packages/${folder}`, '--config', `vitest.${config}.config.ts`])

/** Checks an installed app, both in development and built, by signing up in a browser. */
const checkInstalled = (app) => run(process.execPath, ['scripts/check-installed.mjs', app])

const ranges = {
  'react-18': checkReact,
  'kit-2.63': (range) =>
    checkKit(range, ['@sveltejs/kit@2.63.0', '@sveltejs/vite-plugin-svelte@6.2.3', 'vite@7.3.8']),
  'kit-2.70': (range) =>
    checkKit(range, ['@sveltejs/kit@2.70.4', '@sveltejs/vite-plugin-svelte@7.3.1', 'vite@8.3.8']),
  'next-15'(range) {
    checkSuite('next', 'next15')
    checkInstalled(range)
  },
  'react-router-7': () => checkSuite('react-router', 'react-router7'),
  'sveltekit-2': checkInstalled,
}

const named = process.argv.slice(2)
for (const [range, check] of Object.entries(ranges)) {
  if (named.length > 0 && !named.includes(range)) continue
  process.stdout.write(`latchkey: ${range}\n`)
  check(range)
}
