// `node bench/scale.ts [users…]` measures the built command with a data folder at several sizes.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillId, fillUsers } from './fill.ts'
import { load } from './load.ts'
import { startServer } from './server.ts'

const SECONDS = 4
const sizes = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const print = (text: string) => process.stdout.write(`${text}\n`)

try {
  for (const size of sizes.length === 0 ? [10_000, 100_000, 1_000_000] : sizes) await measure(size)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(size: number): Promise<void> {
  const first = await startServer('--data', folder)
  await first.stop()
  fillUsers(folder, first.clientId, size)
  const server = await startServer('--data', folder)
  let counter = 0
  const users = '/user_management/users'
  const anyone = () => fillId(Math.floor(Math.random() * size))
  print(
    `\n${size} users, load ${loadavg()[0]?.toFixed(1)}, start ${Math.round(server.startedInMs)} ms, ${await server.memory()} MiB`,
  )
  const get = () => ({ method: 'GET', path: `${users}/${anyone()}` })
  // The first second is not measured, because code on both sides is still being compiled.
  await load(server, 1, 200, get)
  const rows = {
    get: await load(server, SECONDS, 200, get),
    'list 100, first page': await load(server, SECONDS, 200, () => ({
      method: 'GET',
      path: `${users}?limit=100`,
    })),
    'list 100, one at a time': await load(
      server,
      SECONDS,
      200,
      () => ({ method: 'GET', path: `${users}?limit=100` }),
      1,
    ),
    'list 100, deep page': await load(server, SECONDS, 200, () => ({
      method: 'GET',
      path: `${users}?limit=100&after=${anyone()}`,
    })),
    create: await load(server, SECONDS, 201, () => {
      const email = `new${process.pid}.${size}.${counter++}@orchard.example`
      return { method: 'POST', path: users, body: JSON.stringify({ email, first_name: 'New' }) }
    }),
  }
  for (const [name, { perSecond, p50Ms, p99Ms, cpuUs, clientCpuUs }] of Object.entries(rows)) {
    print(
      `  ${name.padEnd(26)} ${String(perSecond).padStart(7)}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  ${cpuUs} µs CPU, client ${clientCpuUs} µs`,
    )
  }
  print(
    `  memory afterward          ${String(await server.memory()).padStart(7)} MiB, load ${loadavg()[0]?.toFixed(1)}`,
  )
  await server.stop()
}
