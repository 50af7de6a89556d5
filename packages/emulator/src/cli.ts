#!/usr/bin/env node
import { nodeProblem } from './emulator/node-version.ts'

// Older versions of Node cannot load the rest, so it is imported after this check.
const problem = nodeProblem(process.versions.node)
if (problem === undefined) {
  const { enableCompileCache } = await import('node:module')
  // Caches the compiled bundle between starts, because most of the startup time is compilation.
  enableCompileCache()
  const { run } = await import('./emulator/cli/command.ts')
  process.exitCode = await run(process.argv.slice(2))
  // Pending work, such as a response that a fault delays, must not keep the process running.
  setTimeout(() => process.exit(), 100).unref()
} else {
  process.stderr.write(`latchkey-emulator: ${problem}\n`)
  process.exitCode = 1
}
