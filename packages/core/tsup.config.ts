import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'
import { LANGUAGES } from './languages.ts'
import { writeModules } from './modules.ts'
import { minify, PRESETS, sheetsOf } from './styles.ts'

const IN_BROWSER = 'dist/server-in-browser.js'

/**
 * Adds every export of the server entries to their substitute for browsers. Development servers bundle the packages of an
 * app before they know which files are for the server, and fail if an export is missing.
 */
async function nameAllExports(): Promise<void> {
  const entries = await Promise.all(
    ['api', 'server', 'node', 'default'].map(
      (entry) => import(new URL(`dist/${entry}.js`, import.meta.url).href),
    ),
  )
  const names = new Set(entries.flatMap((entry) => Object.keys(entry)))
  const text = await readFile(IN_BROWSER, 'utf8')
  const exported = [...names].sort().map((name) => `none as ${name}`)
  // The exports come first, because Rolldown removes everything after the throw.
  await writeFile(IN_BROWSER, `const none = undefined;\nexport { ${exported.join(', ')} };\n${text}`)
}

/** Writes the minified style sheets next to the code. */
async function writeSheets(): Promise<void> {
  await mkdir('dist/presets', { recursive: true })
  const read = (sheet: string) => readFile(`src/${sheet}`, 'utf8')
  const sheets = Object.entries(await sheetsOf(await read('styles.css')))
  for (const preset of PRESETS) sheets.push([preset, await minify(await read(preset))])
  for (const [sheet, text] of sheets) await writeFile(`dist/${sheet}`, text)
}

const ENTRIES: Record<string, string> = {
  index: 'src/index.ts',
  api: 'src/api.ts',
  server: 'src/server.ts',
  'server-in-browser': 'src/server-in-browser.ts',
  node: 'src/node.ts',
  default: 'src/default.ts',
  testing: 'src/testing.ts',
  text: 'src/text.ts',
  brand: 'src/brand.ts',
  'provider-icons': 'src/provider-icons.ts',
  ...Object.fromEntries(LANGUAGES.map((tag) => [`locales/${tag}`, `src/locales/${tag}.ts`])),
  'coordinator-postgres': 'src/coordinator/postgres.ts',
  'coordinator-redis': 'src/coordinator/redis.ts',
}

/** The entries that Node loads when a server starts. Each is one file, because finding files takes longer than reading them. */
const ON_SERVERS = ['api', 'server', 'node', 'default']

const shared: Options = {
  target: 'es2022',
  // Node reads the whole file at each start, so a file of half the size takes half the time. Bundlers use the modules instead.
  minify: true,
  sourcemap: true,
  removeNodeProtocol: false,
  // Without escapes, which would make Arabic or Japanese three times as long.
  esbuildOptions(options) {
    options.charset = 'utf8'
    // Node prints the source line of an uncaught error, such as one for a missing setting, so lines must be short.
    options.lineLimit = 160
  },
}

await rm('dist', { recursive: true, force: true })

const groups = [
  Object.keys(ENTRIES).filter((name) => !ON_SERVERS.includes(name)),
  // Each entry has its own copy of the error classes. `errors/brand.ts` makes `instanceof` work across the copies.
  ...ON_SERVERS.map((name) => [name]),
]

const builds = groups.flatMap((names): Options[] => {
  const entry = Object.fromEntries(names.map((name) => [name, ENTRIES[name] as string]))
  return [
    { ...shared, entry, format: 'esm', splitting: true },
    // Code splitting for CommonJS cannot parse minified classes.
    { ...shared, entry, format: 'cjs', splitting: false },
  ]
})
let left = builds.length

/** Writes the files that are generated after all builds are complete. */
async function finish(): Promise<void> {
  left -= 1
  if (left > 0) return
  await nameAllExports()
  await writeSheets()
  const sources = Object.values(ENTRIES).map((path) => path.replace(/^src\//, ''))
  await writeModules(
    sources.filter((path) => path !== 'server-in-browser.ts'),
    'src',
    'dist/modules',
  )
}

export default defineConfig([
  ...builds.map((build) => ({ ...build, onSuccess: finish })),
  // The types of all entries are built together, so that the entries share the same types.
  { entry: ENTRIES, format: ['esm', 'cjs'], dts: { ...fromBuilds, only: true } },
])
