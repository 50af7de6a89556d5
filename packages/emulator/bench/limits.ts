// `node bench/limits.ts` measures the built command on PostgreSQL with the documented limits and many parallel requests.
import { openPostgres } from '../tests/postgres.ts'
import { type RunningServer, startServer } from './server.ts'

const AT_ONCE = 1500
const print = (text: string) => process.stdout.write(`${text}\n`)

const database = await openPostgres()
try {
  for (const limits of ['off', 'documented']) for (const count of [1, 2]) await measure(limits, count)
} finally {
  await database.stop()
}

async function measure(limits: string, count: number): Promise<void> {
  const args = ['--database-url', `${database.url}/postgres`, '--limits', limits]
  const nodes = [] as RunningServer[]
  for (let n = 0; n < count; n++) nodes.push(await startServer(...args))
  for (const method of ['GET', 'POST']) {
    const begun = performance.now()
    const responses = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) => ask(nodes[n % count] as RunningServer, method, n)),
    )
    const ms = Math.round(performance.now() - begun)
    const of = (status: number) => responses.filter((response) => response === status).length
    const reported = `${of(200) + of(201)} served, ${of(429)} refused`
    print(`limits ${limits}, ${count} node(s), ${AT_ONCE} ${method} at once: ${ms} ms, ${reported}`)
  }
  await fetch(`${nodes[0]?.url}/_emulator/reset`, {
    method: 'POST',
    headers: { authorization: `Bearer ${nodes[0]?.apiKey}` },
  })
  for (const node of nodes) await node.stop()
}

async function ask({ url, apiKey }: RunningServer, method: string, n: number): Promise<number> {
  const response = await fetch(`${url}/user_management/users`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify({ email: `person${n}@orchard.example` }) }),
  })
  await response.arrayBuffer()
  return response.status
}
