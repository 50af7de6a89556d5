#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Keeps the compiled bundle between starts: compiling it is the largest part of starting.
enableCompileCache()
const { run } = await import('./command.ts')
process.exitCode = await run(process.argv.slice(2))
