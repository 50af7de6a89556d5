import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

/** Languages and style sheets are core's. Sheets are copied, because not every tool follows an `@import`. */
function passOnFromCore(): void {
  const built = dirname(fileURLToPath(import.meta.resolve('@latchkey/core/styles.css')))
  for (const sheet of ['styles.css', 'styles.layer.css', 'presets'])
    cpSync(`${built}/${sheet}`, `dist/${sheet}`, { recursive: true })
  mkdirSync('dist/locales', { recursive: true })
  for (const file of readdirSync(`${built}/locales`).filter((name) => name.endsWith('.js'))) {
    const tag = file.slice(0, -'.js'.length)
    const from = JSON.stringify(`@latchkey/core/locales/${tag}`)
    for (const types of ['js', 'd.ts', 'd.cts'])
      writeFileSync(`dist/locales/${tag}.${types}`, `export * from ${from};\n`)
    writeFileSync(`dist/locales/${tag}.cjs`, `module.exports = require(${from});\n`)
  }
}

const shared = {
  // CommonJS as well: Jest loads packages so, and a test of a component should not need a setting for that.
  format: ['esm' as const, 'cjs' as const],
  target: 'es2022',
  dts: fromBuilds,
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
      passOnFromCore()
      // In CommonJS the banner comes after `use strict`, with code between: there it is no directive.
      for (const file of readdirSync('dist'))
        if (file.endsWith('.cjs') && file !== 'server.cjs')
          writeFileSync(`dist/${file}`, `'use client';${readFileSync(`dist/${file}`, 'utf8')}`)
    },
  },
  {
    ...shared,
    // No banner: a server component may import these.
    entry: { server: 'src/server/index.ts' },
    splitting: false,
  },
])
