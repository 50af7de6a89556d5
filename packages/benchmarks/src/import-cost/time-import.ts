// Times one thing in a new process, and prints milliseconds of wall and CPU time.
import { cases } from './cases.ts'

const [, , name = '', fixture = '{}'] = process.argv
const run = cases[name]
const given = JSON.parse(fixture)
// Node loads its own `fetch` classes when they are first named, whichever package names them.
void Response
const cpuBefore = process.cpuUsage()
const wallBefore = performance.now()
await run?.(given)
const wall = performance.now() - wallBefore
const { user, system } = process.cpuUsage(cpuBefore)
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }))
