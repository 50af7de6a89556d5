// Runs in the folder of a package after its build, and records the hash of the sources for check-built.mjs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

const STAMP = '.turbo/build-hash'
const { TURBO_HASH } = process.env

// Without Turborepo, the hash of the sources is unknown.
if (TURBO_HASH === undefined) rmSync(STAMP, { force: true })
else {
  mkdirSync('.turbo', { recursive: true })
  writeFileSync(STAMP, TURBO_HASH)
}
