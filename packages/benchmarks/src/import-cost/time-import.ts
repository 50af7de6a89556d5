// Measures one import in a new process, and prints its wall time and CPU time in milliseconds.
import { cases } from './cases.ts'

const [, , name = '', fixture = '{}'] = process.argv
const run = cases[name]
const given = JSON.parse(fixture)
// Node loads its own `fetch` classes at their first use, whichever package uses them.
void Response
const cpuBefore = process.cpuUsage()
const wallBefore = performance.now()
await run?.(given)
const wall = performance.now() - wallBefore
const { user, system } = process.cpuUsage(cpuBefore)
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }))
