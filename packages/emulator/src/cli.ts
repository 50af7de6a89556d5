#!/usr/bin/env node
import { createEmulator } from './emulator.ts'

const emulator = await createEmulator({ port: 4100 })
process.stdout.write(`${emulator.url}\n`)
