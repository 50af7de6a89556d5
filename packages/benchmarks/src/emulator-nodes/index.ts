import type { Client } from '@latchkey/core/server'
import { startPostgres } from '../../../core/tests/coordinator/postgres-server.ts'
import { ratio, type Spread, spread } from '../harness/statistics.ts'
import type { Benchmark, Row } from '../report/report.ts'
import { type RunningNode, startNode } from './nodes.ts'

const CONCURRENCY = 20
const USERS = 200

const operations: Record<string, (client: Client, users: Users) => Promise<unknown>> = {
  'get user': (client, users) => client.getUser({ userId: users.any() }),
  'create user': (client, users) => client.createUser({ email: users.newEmail() }),
  'list 10 users': (client) => client.listUsers({ limit: 10 }),
}

/** The local server as two nodes with one PostgreSQL database: the cost of one node while the other is also in use. */
export const emulatorNodes: Benchmark = async ({ rounds, milliseconds }) => {
  const postgres = await startPostgres()
  const nodes: RunningNode[] = []
  try {
    // The nodes start one after the other, because the first one creates the tables.
    nodes.push(await startNode(postgres.url))
    nodes.push(await startNode(postgres.url))
    const users = await createUsers(nodes)
    const rows: Row[] = []
    const growth: Spread[] = []
    for (const [name, operation] of Object.entries(operations)) {
      const run = (some: RunningNode[]) => measure(some, (client) => operation(client, users), milliseconds)
      const { alone, together } = await takeTurns(nodes, run, rounds)
      const added = ratio(costs(together), costs(alone))
      growth.push(added)
      rows.push({ name: `${name}, one node`, cells: [spread(costs(alone)), 1, spread(rates(alone))] })
      rows.push({
        name: `${name}, two nodes`,
        cells: [spread(costs(together)), added, spread(rates(together))],
      })
    }
    return {
      title: 'Emulator, two nodes',
      notes: [
        `${rounds} rounds of ${milliseconds} ms, ${CONCURRENCY} calls at a time for each node, over HTTP. Each node is a ` +
          'process of its own, and both use one PostgreSQL with `fsync=off` on the same machine. CPU is that of the ' +
          'nodes, without the database and the callers.',
        'A user who was created on one node is read from the other before anything is measured.',
      ],
      tables: [
        {
          title: 'One request',
          columns: ['CPU µs of a node', '× one node', 'requests/s of all nodes'],
          rows,
        },
      ],
      goals: [
        {
          what: 'two nodes on PostgreSQL: CPU of a request, × one node, at most',
          measured: Math.max(...growth.map(({ median }) => median)),
          atMost: 1.2,
        },
      ],
    }
  } finally {
    await Promise.all(nodes.map((node) => node.stop()))
    await postgres.stop()
  }
}

/** Users of the environment that both nodes serve. */
interface Users {
  any(): string
  newEmail(): string
}

async function createUsers([first, second]: RunningNode[]): Promise<Users> {
  let created = 0
  const newEmail = () => `person-${created++}@orchard.example`
  const ids: string[] = []
  while (ids.length < USERS)
    ids.push((await (first as RunningNode).client.createUser({ email: newEmail() })).id)
  const userId = ids.at(-1) as string
  const found = await (second as RunningNode).client.getUser({ userId })
  if (found.id !== userId) throw new Error('The second node has another user')
  return { any: () => ids[Math.floor(Math.random() * ids.length)] as string, newEmail }
}

interface Turn {
  /** CPU time per request in microseconds. */
  cpu: number
  /** Requests per second. */
  rate: number
}

const costs = (turns: Turn[]) => turns.map(({ cpu }) => cpu)
const rates = (turns: Turn[]) => turns.map(({ rate }) => rate)

/** Measures one node and both nodes in turn, so that other load on the machine affects them in the same way. */
async function takeTurns(nodes: RunningNode[], run: (some: RunningNode[]) => Promise<Turn>, rounds: number) {
  const alone: Turn[] = []
  const together: Turn[] = []
  // The first turns warm up the code.
  for (let round = -2; round < rounds; round += 1) {
    const one = await run([nodes[Math.abs(round) % nodes.length] as RunningNode])
    const two = await run(nodes)
    if (round < 0) continue
    alone.push(one)
    together.push(two)
  }
  return { alone, together }
}

async function measure(
  nodes: RunningNode[],
  operation: (client: Client) => Promise<unknown>,
  milliseconds: number,
): Promise<Turn> {
  const cpuOf = async () =>
    (await Promise.all(nodes.map((node) => node.cpu()))).reduce((sum, cpu) => sum + cpu, 0)
  const before = await cpuOf()
  const started = performance.now()
  let done = 0
  const lane = async ({ client }: RunningNode) => {
    do {
      await operation(client)
      done += 1
    } while (performance.now() - started < milliseconds)
  }
  await Promise.all(nodes.flatMap((node) => Array.from({ length: CONCURRENCY }, () => lane(node))))
  const seconds = (performance.now() - started) / 1000
  return { cpu: ((await cpuOf()) - before) / done, rate: done / seconds }
}
