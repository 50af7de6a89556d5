import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

const library = {
  index: 'src/index.ts',
  vitest: 'src/testing/vitest.ts',
  playwright: 'src/testing/playwright.ts',
}

/** The packages that are needed at every start are bundled: Kysely alone has 200 files, which take 150 ms to load. */
const { bundled } = (JSON.parse(readFileSync('package.json', 'utf8')) as { latchkey: { bundled: string[] } })
  .latchkey

const common: Options = {
  target: 'es2023',
  removeNodeProtocol: false,
  minifySyntax: true,
}

export default defineConfig([
  {
    ...common,
    entry: { ...library, cli: 'src/cli.ts' },
    format: ['esm'],
    dts: { ...fromBuilds, entry: library },
    splitting: true,
    async onSuccess() {
      const licenses = bundled.map((name) => `${name}\n\n${licenseOf(name)}`)
      writeFileSync('dist/LICENSES.txt', licenses.join('\n\n---\n\n'))
      for (const generated of ['seed.schema.json', 'SUPPORTED.md'])
        copyFileSync(generated, `dist/${generated}`)
    },
  },
  {
    ...common,
    // For Jest, which loads packages as CommonJS. Its sandbox has no `import()`, so that is also compiled to `require`.
    entry: { index: library.index },
    format: ['cjs'],
    dts: { ...fromBuilds, entry: { index: library.index } },
    splitting: false,
    esbuildOptions(options) {
      options.supported = { ...options.supported, 'dynamic-import': false }
    },
  },
])

function licenseOf(name: string): string {
  for (const file of ['LICENSE', 'LICENSE.md']) {
    try {
      return readFileSync(`node_modules/${name}/${file}`, 'utf8')
    } catch {
      // Try the other file name.
    }
  }
  return 'MIT'
}
