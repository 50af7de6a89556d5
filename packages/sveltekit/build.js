import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

rmSync('dist', { recursive: true, force: true })
execFileSync('svelte-package', ['--input', 'src', '--output', 'dist', '--tsconfig', 'tsconfig.build.json'], {
  stdio: 'inherit',
})

// Style sheets are core's. They are copied, because not every tool follows an `@import`.
const core = dirname(fileURLToPath(import.meta.resolve('@latchkey/core/styles.css')))
for (const sheet of ['styles.css', 'styles.layer.css', 'presets'])
  cpSync(`${core}/${sheet}`, `dist/${sheet}`, { recursive: true })
