import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { LANGUAGES } from './languages.ts'
import { minify, sheetsOf } from './styles.ts'

const shared = {
  // CommonJS as well: Jest loads packages so, and a test of a component should not need a setting for that.
  format: ['esm' as const, 'cjs' as const],
  target: 'es2022',
  dts: true,
  external: ['react', 'react-dom', '@latchkey/core'],
}

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', ui: 'src/ui/index.ts', testing: 'src/testing/index.ts' },
    // One context for all entries: a provider from `.` has to be found by a component from `./ui`.
    splitting: true,
    banner: { js: "'use client'" },
    async onSuccess() {
      mkdirSync('dist/presets', { recursive: true })
      const read = (sheet: string) => readFileSync(`src/${sheet}`, 'utf8')
      const presets = ['presets/tailwind.css', 'presets/shadcn.css']
      const made = Object.entries(await sheetsOf(read('styles.css')))
      for (const preset of presets) made.push([preset, await minify(read(preset))])
      for (const [sheet, text] of made) writeFileSync(`dist/${sheet}`, text)
      // In CommonJS the banner comes after `use strict`, with code between: there it is no directive.
      for (const file of readdirSync('dist'))
        if (file.endsWith('.cjs') && file !== 'server.cjs')
          writeFileSync(`dist/${file}`, `'use client';${read(`../dist/${file}`)}`)
    },
  },
  {
    ...shared,
    // No banner: a server component may import these.
    entry: {
      server: 'src/server/index.ts',
      ...Object.fromEntries(LANGUAGES.map((tag) => [`locales/${tag}`, `src/locales/${tag}.ts`])),
    },
    // Letters as they are: escapes would make Arabic or Japanese three times as long.
    esbuildOptions(options) {
      options.charset = 'utf8'
    },
    splitting: false,
  },
])
