// After changesets raised the versions: the one that core tells the API in its User-Agent.
import { readFileSync, writeFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('packages/core/package.json', 'utf8'))
const file = 'packages/core/src/api/request/version.ts'
writeFileSync(file, readFileSync(file, 'utf8').replace(/'[^']*'/, `'${version}'`))
