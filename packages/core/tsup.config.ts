import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'
import { LANGUAGES } from './languages.ts'
import { writeModules } from './modules.ts'
import { minify, PRESETS, sheetsOf } from './styles.ts'

const IN_BROWSER = 'dist/server-in-browser.js'

/**
 * Gives the browser substitute of the server entries every name that they have. Development servers bundle the
 * packages of an app before they know which files are for the server, and a name that is missing ends them.
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
  // In front: Rolldown takes away what stands after the throw.
  await writeFile(IN_BROWSER, `const none = undefined;\nexport { ${exported.join(', ')} };\n${text}`)
}

/** Minified style sheets, next to the code. */
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

/** What Node loads at the start of a server. Each is one file: finding a file takes longer than reading it. */
const ON_SERVERS = ['api', 'server', 'node', 'default']

const shared: Options = {
  target: 'es2022',
  // Node reads all of a file at each start, and half as much takes half the time. Bundlers take the modules.
  minify: true,
  sourcemap: true,
  removeNodeProtocol: false,
  // Letters as they are: escapes would make Arabic or Japanese three times as long.
  esbuildOptions(options) {
    options.charset = 'utf8'
    // Node shows the line of an error that nobody caught: that of a setting that is missing, for one.
    options.lineLimit = 160
  },
}

await rm('dist', { recursive: true, force: true })

const groups = [
  Object.keys(ENTRIES).filter((name) => !ON_SERVERS.includes(name)),
  // Their copies of an error class know each other: see `errors/brand.ts`.
  ...ON_SERVERS.map((name) => [name]),
]

const builds = groups.flatMap((names): Options[] => {
  const entry = Object.fromEntries(names.map((name) => [name, ENTRIES[name] as string]))
  return [
    { ...shared, entry, format: 'esm', splitting: true },
    // What splits CommonJS does not understand classes that were made small.
    { ...shared, entry, format: 'cjs', splitting: false },
  ]
})
let left = builds.length

/** What is made of the whole. */
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
  // One build of the types of all entries, so that they are the same types.
  { entry: ENTRIES, format: ['esm', 'cjs'], dts: { ...fromBuilds, only: true } },
])
