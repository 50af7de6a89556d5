import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createClient } from 'redis'
import { freePort, startPostgres } from '../../packages/core/tests/coordinator/postgres-server.ts'
import { startRedis } from '../../packages/core/tests/coordinator/redis-server.ts'

export const STORES = ['PostgreSQL', 'Redis', 'Redis Cluster', 'Redis Cluster with replicas'] as const
export type StoreName = (typeof STORES)[number]

/** A store, and the failures that it can have. */
export interface Store {
  name: StoreName
  url: string
  restart(): Promise<void>
  pause(): void
  resume(): void
  /** Closes every connection. */
  cut(): Promise<void>
  /** Kills the master that stores a third of the sessions, and waits until its replica has taken over. Only with replicas. */
  failOver?(): Promise<void>
  stop(): Promise<void>
}

export async function startStore(name: StoreName): Promise<Store> {
  if (name === 'Redis Cluster') return startCluster(name, 0)
  if (name === 'Redis Cluster with replicas') return startCluster(name, 1)
  if (name === 'Redis') {
    const server = await startRedis()
    return { ...server, name, cut: () => cutRedis(server.url) }
  }
  const server = await startPostgres()
  return { ...server, name, cut: () => cutPostgres(server.url) }
}

async function cutPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
  await client.end()
}

async function cutRedis(url: string): Promise<void> {
  const client = await createClient({ url })
    .on('error', () => {})
    .connect()
  await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
  await client.close()
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const MASTERS = 3

/** Long enough for a busy machine, and short enough that a replica takes over quickly. */
const NODE_TIMEOUT_MS = 2_000

/** Starts three masters. A session depends only on the master that stores its key. */
async function startCluster(name: StoreName, replicas: 0 | 1): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cluster-'))
  const ports: number[] = []
  for (let index = 0; index < MASTERS * (1 + replicas); index += 1) ports.push(await freePort())
  const start = (port: number) => {
    const own = ['--cluster-enabled', 'yes', '--cluster-config-file', `${port}.conf`]
    if (replicas > 0) own.push('--cluster-node-timeout', String(NODE_TIMEOUT_MS))
    const disk = [
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--appenddirname',
      String(port),
      '--save',
      '',
    ]
    const bus = ['--cluster-port', String(port + 10_000 > 65_535 ? port - 10_000 : port + 10_000)]
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...own, ...disk, ...bus]
    return spawn('redis-server', args, { stdio: 'ignore' })
  }
  let nodes = ports.map(start)
  const addresses = ports.map((port) => `127.0.0.1:${port}`)
  const urls = addresses.map((address) => `redis://${address}`)
  for (const url of urls) await responses(url)
  execFileSync('redis-cli', [
    '--cluster',
    'create',
    ...addresses,
    '--cluster-replicas',
    String(replicas),
    '--cluster-yes',
  ])
  for (const url of urls) await responses(url, 'cluster_state:ok')
  const end = () => {
    for (const node of nodes) node.kill('SIGKILL')
  }
  return {
    name,
    url: urls.join(' '),
    async restart() {
      end()
      nodes = ports.map(start)
      for (const url of urls) await responses(url, 'cluster_state:ok')
    },
    pause: () => nodes.forEach((node) => void node.kill('SIGSTOP')),
    resume: () => nodes.forEach((node) => void node.kill('SIGCONT')),
    cut: async () => {
      for (const url of urls) await cutRedis(url)
    },
    ...(replicas > 0 && {
      async failOver() {
        const index = (await rolesOf(urls)).indexOf('master')
        nodes[index]?.kill('SIGKILL')
        const others = urls.filter((_, other) => other !== index)
        while ((await rolesOf(others)).filter((role) => role === 'master').length < MASTERS) await pause(100)
        for (const url of others) await responses(url, 'cluster_state:ok')
        nodes[index] = start(ports[index] as number)
        await responses(urls[index] as string, 'cluster_state:ok')
      },
    }),
    async stop() {
      end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until a node responds and reports this cluster state. */
async function responses(url: string, state = 'cluster_enabled:1'): Promise<void> {
  for (;;) {
    try {
      const client = await createClient({ url, socket: { reconnectStrategy: false } })
        .on('error', () => {})
        .connect()
      const info = `${await client.sendCommand(['INFO', 'cluster'])}${await client.sendCommand(['CLUSTER', 'INFO'])}`
      await client.close()
      if (info.includes(state)) return
    } catch {
      // The node has not started yet.
    }
    await pause(100)
  }
}

/** The role that each node reports: `master` or `slave`. */
function rolesOf(urls: readonly string[]): Promise<string[]> {
  return Promise.all(
    urls.map(async (url) => {
      const client = await createClient({ url })
        .on('error', () => {})
        .connect()
      const info = String(await client.sendCommand(['INFO', 'replication']))
      await client.close()
      return /role:(\w+)/.exec(info)?.[1] ?? ''
    }),
  )
}
