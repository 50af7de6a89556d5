// Runs after changesets has raised the versions, and updates the version that core sends to the API in its User-Agent.
import { readFileSync, writeFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('packages/core/package.json', 'utf8'))
const file = 'packages/core/src/api/request/version.ts'
writeFileSync(file, readFileSync(file, 'utf8').replace(/'[^']*'/, `'${version}'`))
