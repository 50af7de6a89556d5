import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { fromBuilds } from '../../tsup.types.ts'

/** Publishes core's languages and style sheets. Style sheets are copied, because not every tool follows an `@import`. */
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
  // Also CommonJS, which Jest loads by default: testing a component should not require additional configuration.
  format: ['esm' as const, 'cjs' as const],
  target: 'es2022',
  dts: fromBuilds,
  external: ['react', 'react-dom', '@latchkey/core'],
}

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', ui: 'src/ui/index.ts', testing: 'src/testing/index.ts' },
    // All entries share one context, so that a component from `./ui` finds a provider from `.`.
    splitting: true,
    banner: { js: "'use client'" },
    async onSuccess() {
      passOnFromCore()
      // In CommonJS, tsup puts the banner after `use strict` and other code, where it is not a directive.
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
