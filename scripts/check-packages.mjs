// Checks every published package as npm would see it: publint for its manifest, attw for its types.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

let failed = false

function run(name, command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (result.status === 0) return
  failed = true
  process.stdout.write(`${name}: ${command} ${args.join(' ')}\n${result.stdout}${result.stderr}\n`)
}

for (const folder of readdirSync('packages')) {
  const directory = join('packages', folder)
  const manifest = join(directory, 'package.json')
  if (!existsSync(manifest)) continue
  const { name, private: isPrivate, latchkey } = JSON.parse(readFileSync(manifest, 'utf8'))
  if (isPrivate) continue
  run(name, 'publint', ['--strict', '--pack', 'pnpm'], directory)
  run(
    name,
    'attw',
    ['--pack', '.', '--profile', latchkey?.attwProfile ?? 'node16', ...(latchkey?.attwFlags ?? [])],
    directory,
  )
}
process.exitCode = failed ? 1 : 0
