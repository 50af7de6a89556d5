import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, type Platform } from 'esbuild'
import type { Benchmark } from '../report/report.ts'
import { entries, serverEntries } from './entries.ts'

const KILOBYTE = 1000
const COLUMNS = ['gzip kB', 'minified kB', 'brotli kB']
/** If React is not bundled, esbuild keeps every import of it. An app that bundles React has none of these imports. */
const IMPORT_OF_REACT = /import *\{[^}]*\} *from *"react(?:-dom)?(?:\/[\w-]+)?";?/g
const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/** The size of browser bundles, and of functions bundled for a server. The load of the machine does not affect it. */
export const bundleSize: Benchmark = async () => {
  const rows = await rowsOf(entries, 'browser')
  const servers = await rowsOf(serverEntries, 'node')
  const cell = (of: typeof rows, part: string, column: number) =>
    of.find(({ name }) => name.includes(part))?.cells[column] ?? Number.NaN
  const gzip = (part: string) => cell(rows, part, 0)
  const minified = (part: string) => cell(servers, part, 1)
  return {
    title: 'Bundle size',
    notes: [
      'esbuild, minified ESM for es2022, production, without React and without code that is loaded later. 1 kB is 1,000 bytes.',
    ],
    tables: [
      { title: 'Browser entries', columns: COLUMNS, rows },
      { title: 'Server entries', columns: COLUMNS, rows: servers },
    ],
    goals: [
      { what: 'browser entry of core: gzip kB', measured: gzip('session store'), atMost: 2.5 },
      { what: 'React provider, useAuth, Show: gzip kB', measured: gzip('Show'), atMost: 4 },
      { what: 'React provider and complete SignIn: gzip kB', measured: gzip('<SignIn>'), atMost: 12 },
      { what: 'React styles: gzip kB', measured: gzip('styles.css'), atMost: 3.5 },
      { what: 'server, getUser: minified kB', measured: minified('getUser'), atMost: 20 },
      { what: 'server, createClient: minified kB', measured: minified('createClient'), atMost: 40 },
      { what: 'server, webhook verifier: minified kB', measured: minified('Webhook'), atMost: 8 },
    ],
  }
}

const rowsOf = (programs: Record<string, string>, platform: Platform) =>
  Promise.all(
    Object.entries(programs).map(async ([name, program]) => ({
      name,
      cells: await sizes(program, platform),
    })),
  )

async function sizes(program: string, platform: Platform): Promise<number[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: FOLDER, loader: 'js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform,
    absWorkingDir: FOLDER,
    outdir: 'out',
    write: false,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'react/jsx-runtime'],
  })
  const { outputs } = metafile
  const loaded = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === '<stdin>'))
  for (const name of loaded) {
    const { imports = [], cssBundle } = outputs[name] ?? {}
    if (cssBundle !== undefined) loaded.add(cssBundle)
    for (const { kind, path, external } of imports) {
      if (kind === 'import-statement' && !external) loaded.add(path)
    }
  }
  const files = outputFiles.filter(({ path }) => loaded.has(relative(FOLDER, path)))
  const contents = Buffer.from(files.map(({ text }) => text.replaceAll(IMPORT_OF_REACT, '')).join(''))
  const all = [gzipSync(contents), contents, brotliCompressSync(contents)]
  return all.map(({ length }) => length / KILOBYTE)
}
