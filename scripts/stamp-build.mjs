// Runs after the build of a package, in its folder: notes which sources the build was made from, for check-built.mjs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

const STAMP = '.turbo/build-hash'
const { TURBO_HASH } = process.env

// A build without Turborepo is of unknown sources.
if (TURBO_HASH === undefined) rmSync(STAMP, { force: true })
else {
  mkdirSync('.turbo', { recursive: true })
  writeFileSync(STAMP, TURBO_HASH)
}
