import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { countAllocations } from '../harness/allocations.ts'
import { type RoundsOptions, runRounds } from '../harness/rounds.ts'
import { difference, ratio, type Spread, spread } from '../harness/statistics.ts'
import { numberOf } from '../report/format.ts'
import type { Benchmark, Row } from '../report/report.ts'
import inProcess, { BARE } from './in-process.ts'
import loopback, { ON_FETCH, ON_NODE, RAW_FETCH } from './loopback.ts'

/** `getUser`: over HTTP on the loopback interface, and with a transport that answers at once. */
export const clientCall: Benchmark = async ({ rounds, milliseconds }) => {
  const [single, many, pure] = [
    await overLoopback({ rounds, milliseconds, concurrency: 1 }),
    await overLoopback({ rounds, milliseconds, concurrency: 50 }),
    await withoutNetwork({ rounds, milliseconds, concurrency: 1 }),
  ]
  const times = (rows: Row[], name: string) => numberOf(rows.find((row) => row.name === name)?.cells[1])
  const [, addedCpu, , addedHeap] = pure.find(({ name }) => name === 'latchkey')?.cells ?? []
  return {
    title: 'Client call',
    notes: [
      `${rounds} rounds of \`getUser\`. The server is a process of its own and not counted. Over the network, ` +
        'differences below a tenth are noise.',
      '"limit: fetch with a signal" is the least that a call which can be stopped costs on `fetch`: every call of a ' +
        'client has a time limit and gives its connection back when it passes.',
      'Heap is what a call takes before anything is collected.',
    ],
    tables: [
      {
        title: 'Over loopback, one at a time',
        columns: ['CPU µs', `× ${RAW_FETCH}`, 'calls/s'],
        rows: single,
      },
      { title: 'Over loopback, 50 at a time', columns: ['CPU µs', `× ${RAW_FETCH}`, 'calls/s'], rows: many },
      {
        title: 'Without a network',
        columns: ['CPU µs', 'added CPU µs', 'heap bytes', 'added heap bytes'],
        rows: pure,
      },
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
      { what: 'client without a network: added CPU µs', measured: numberOf(addedCpu), atMost: 2 },
      {
        what: 'client without a network: added heap bytes',
        measured: numberOf(addedHeap),
        atMost: 2048,
      },
    ],
  }
}

type Thoroughness = Pick<RoundsOptions, 'rounds' | 'milliseconds' | 'concurrency'>

async function overLoopback(options: Thoroughness): Promise<Row[]> {
  const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)))
  try {
    const [port] = await once(server, 'message')
    const names = Object.keys(loopback)
    const fixture = { baseUrl: `http://127.0.0.1:${port}` }
    const samples = await runRounds({
      ...options,
      module: new URL('./loopback.ts', import.meta.url),
      names,
      fixture,
    })
    const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
    return names.map((name) => {
      const wall = (samples[name] ?? []).map((sample) => 1_000_000 / sample.wall)
      return { name, cells: [spread(cpuOf(name)), ratio(cpuOf(name), cpuOf(RAW_FETCH)), spread(wall)] }
    })
  } finally {
    server.kill()
  }
}

async function withoutNetwork(options: Thoroughness): Promise<Row[]> {
  const module = new URL('./in-process.ts', import.meta.url)
  const names = Object.keys(inProcess)
  const samples = await runRounds({ ...options, module, names })
  const heap = await countAllocations(module, names)
  const cpuOf = (name: string) => (samples[name] ?? []).map(({ cpu }) => cpu)
  const least = heap[BARE]?.median ?? 0
  return names.map((name) => {
    const bytes = heap[name] as Spread
    const over = { median: bytes.median - least, min: bytes.min - least, max: bytes.max - least }
    return { name, cells: [spread(cpuOf(name)), difference(cpuOf(name), cpuOf(BARE)), bytes, over] }
  })
}
