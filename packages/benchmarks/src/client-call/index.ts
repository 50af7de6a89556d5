import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { countAllocations } from '../harness/allocations.ts'
import type { Contestants } from '../harness/column.ts'
import { assemble, type RaceOptions, runRounds, type Samples } from '../harness/rounds.ts'
import { difference, ratio, type Spread, spread } from '../harness/statistics.ts'
import { numberOf } from '../report/format.ts'
import type { Benchmark, Row } from '../report/report.ts'
import type { ClientFixture } from './fixture.ts'
import inProcess, { BARE } from './in-process.ts'
import inProcessList from './in-process-list.ts'
import loopback, { ON_FETCH, ON_NODE, RAW_FETCH } from './loopback.ts'
import operations, { OUR_LIST, OUR_SIGN_IN, RAW_LIST, RAW_SIGN_IN } from './loopback-operations.ts'
import { OPENAPI_FETCH, STRIPE } from './peers.ts'

const ADDED = ['CPU µs', 'added CPU µs', 'heap bytes', 'added heap bytes']

/** `getUser`, over HTTP on the loopback interface and with a transport that responds immediately. */
export const clientCall: Benchmark = async ({ rounds, milliseconds }) => {
  const { single, many, others } = await overLoopback({ rounds, milliseconds })
  const quick = { rounds, milliseconds, concurrency: 1 }
  const pure = await withoutNetwork(new URL('./in-process.ts', import.meta.url), inProcess, quick)
  const lists = await withoutNetwork(new URL('./in-process-list.ts', import.meta.url), inProcessList, quick)
  const times = (rows: Row[], name: string) => numberOf(rows.find((row) => row.name === name)?.cells[1])
  const added = (rows: Row[]) => {
    const [, cpu, , heap] = rows.find(({ name }) => name === 'latchkey')?.cells ?? []
    return { cpu: numberOf(cpu), heap: numberOf(heap) }
  }
  return {
    title: 'Client call',
    notes: [
      `${rounds} rounds of \`getUser\`. The server runs in a separate process and is not measured. Over the network, ` +
        'differences below a tenth are noise.',
      '"limit: fetch with a signal" is the minimum cost of a call on `fetch` that can be aborted: every call of a ' +
        'client has a time limit, and releases its connection when the limit is reached.',
      `\`${STRIPE}\` requests a customer with its own client on \`node:http\` (without a network, with its client on ` +
        `\`fetch\`), telemetry off. \`${OPENAPI_FETCH}\` has no time limit and retries nothing.`,
      'Heap is the memory that a call allocates, before garbage collection.',
    ],
    tables: [
      {
        title: 'Over loopback, one at a time',
        columns: ['CPU µs', `× ${RAW_FETCH}`, 'calls/s'],
        rows: single,
      },
      { title: 'Over loopback, 50 at a time', columns: ['CPU µs', `× ${RAW_FETCH}`, 'calls/s'], rows: many },
      {
        title: 'A page of a hundred users and a sign-in, over loopback, one at a time',
        columns: ['CPU µs', `× ${RAW_FETCH}`, 'calls/s'],
        rows: others,
      },
      { title: 'Without a network', columns: ADDED, rows: pure },
      { title: '`listUsers` with 100 users, without a network', columns: ADDED, rows: lists },
    ],
    goals: [
      {
        what: 'client on fetch, one at a time: × raw fetch',
        measured: times(single, ON_FETCH),
        atMost: 1.05,
      },
      { what: 'client on fetch, 50 at a time: × raw fetch', measured: times(many, ON_FETCH), atMost: 1.05 },
      {
        what: 'client on nodeTransport, one at a time: × raw fetch',
        measured: times(single, ON_NODE),
        atMost: 0.6,
      },
      {
        what: 'client on nodeTransport, 50 at a time: × raw fetch',
        measured: times(many, ON_NODE),
        atMost: 0.6,
      },
      {
        what: 'list of 100 on nodeTransport, one at a time: × raw fetch',
        measured: times(others, OUR_LIST),
        atMost: 0.6,
      },
      {
        what: 'authenticate on nodeTransport, one at a time: × raw fetch',
        measured: times(others, OUR_SIGN_IN),
        atMost: 0.6,
      },
      { what: 'client without a network: added CPU µs', measured: added(pure).cpu, atMost: 2 },
      {
        what: 'client without a network: added heap bytes',
        measured: added(pure).heap,
        atMost: 2048,
      },
      { what: 'list of 100 without a network: added CPU µs', measured: added(lists).cpu, atMost: 15 },
      {
        what: 'list of 100 without a network: added heap bytes',
        measured: added(lists).heap,
        atMost: 30_000,
      },
    ],
  }
}

/** The tables of `getUser` are measured in the same processes. */
async function overLoopback(options: Omit<RaceOptions, 'concurrency'>) {
  const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)))
  try {
    const [port] = await once(server, 'message')
    const names = Object.keys(loopback)
    const fixture = { baseUrl: `http://127.0.0.1:${port}` }
    const field = await assemble({ module: new URL('./loopback.ts', import.meta.url), names, fixture })
    try {
      const single = rowsOf(names, await field.race({ ...options, concurrency: 1 }))
      const many = rowsOf(names, await field.race({ ...options, concurrency: 50 }))
      return { single, many, others: await otherOperations(fixture, options) }
    } finally {
      field.stop()
    }
  } finally {
    server.kill()
  }
}

async function otherOperations(fixture: ClientFixture, options: Omit<RaceOptions, 'concurrency'>) {
  const module = new URL('./loopback-operations.ts', import.meta.url)
  const names = Object.keys(operations)
  const samples = await runRounds({ ...options, concurrency: 1, module, names, fixture })
  return [
    ...rowsOf([RAW_LIST, OUR_LIST], samples, RAW_LIST),
    ...rowsOf([RAW_SIGN_IN, OUR_SIGN_IN], samples, RAW_SIGN_IN),
  ]
}

function rowsOf(names: readonly string[], samples: Samples, raw = RAW_FETCH): Row[] {
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
  return names.map((name) => {
    const rates = (samples[name] ?? []).map(({ wall }) => 1_000_000 / wall)
    return { name, cells: [spread(cpuOf(name)), ratio(cpuOf(name), cpuOf(raw)), spread(rates)] }
  })
}

async function withoutNetwork(module: URL, contestants: Contestants, options: RaceOptions): Promise<Row[]> {
  const names = Object.keys(contestants)
  const samples = await runRounds({ ...options, module, names })
  const heap = await countAllocations(module, names, options.rounds)
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
  const least = heap[BARE]?.median ?? 0
  return names.map((name) => {
    const bytes = heap[name] as Spread
    const over = { median: bytes.median - least, min: bytes.min - least, max: bytes.max - least }
    return { name, cells: [spread(cpuOf(name)), difference(cpuOf(name), cpuOf(BARE)), bytes, over] }
  })
}
