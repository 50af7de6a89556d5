import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../packages/core/tests/coordinator/postgres-server.ts'
import {
  type RedisServer,
  redisMissing,
  startRedis,
} from '../../packages/core/tests/coordinator/redis-server.ts'
import { root } from '../architecture/sources.ts'
import { type CodeBlock, documentedCode } from './code-blocks.ts'

/** Matches the code that opens a connection for the lifetime of the process, by the store that it connects to. */
const CONNECTIONS = { PostgreSQL: /new (pg\.)?Pool\(/, Redis: /\b(createRedis|createCluster)\(/ }

const blocksWith = (connection: RegExp) =>
  documentedCode().filter(({ language, code }) => /^[jt]s$/.test(language) && connection.test(code))

/**
 * On each message, the process of a code block uses a token that works only once, which calls the coordinator. The API does
 * not exist, so the response is an error, but the process must keep running.
 */
const USE = `
process.on('message', async () => {
  const body = JSON.stringify({ token: String(Math.random()), newPassword: 'lantern-quartz-meadow-42' })
  const origin = handler.appOrigin
  const headers = { origin, 'content-type': 'application/json', accept: 'application/json' }
  const request = new Request(origin + handler.basePath + '/password/reset', { method: 'POST', headers, body })
  const { status } = await handler.handle(request)
  process.send(status)
})
process.send('ready')
`

/** Runs a code block as a separate process, in a folder from which the packages of the repository can be imported. */
class Running {
  readonly folder = mkdtempSync(join(root, 'tests/docs/.running-'))
  readonly child: ChildProcess
  stderr = ''

  constructor({ code }: CodeBlock, store: string) {
    const file = join(this.folder, 'block.ts')
    writeFileSync(file, code + USE)
    const url = new URL(store)
    const env = {
      ...process.env,
      PORT: '0',
      REDIS_URL: store,
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: url.username,
      PGPASSWORD: url.password,
      PGDATABASE: url.pathname.slice(1),
      WORKOS_API_KEY: 'sk_test_of_documents',
      WORKOS_CLIENT_ID: 'client_of_documents',
      WORKOS_BASE_URL: 'http://127.0.0.1:1',
      LATCHKEY_APP_ORIGIN: 'https://app.example.com',
      LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
    }
    this.child = fork(file, { env, execArgv: ['--no-warnings'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk
    })
  }

  async message(): Promise<unknown> {
    const gone = once(this.child, 'exit').then(([code]) => {
      throw new Error(`The process ended with ${code}: ${this.stderr}`)
    })
    const [message] = await Promise.race([once(this.child, 'message'), gone])
    return message
  }

  use(): Promise<unknown> {
    this.child.send('use')
    return this.message()
  }

  end() {
    this.child.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function survives(name: keyof typeof CONNECTIONS, start: () => Promise<PostgresServer | RedisServer>) {
  let store: PostgresServer | RedisServer
  beforeAll(async () => {
    store = await start()
  }, 30_000)
  afterAll(() => store.stop())

  const blocks = blocksWith(CONNECTIONS[name])
  it(`R1: the documents contain code blocks that connect to ${name}`, () => {
    expect(blocks.length).toBeGreaterThan(0)
  })

  it.each(blocks.map((block) => ({ ...block, at: `${block.document}:${block.line}` })))(
    `R1: $at keeps running when ${name} restarts`,
    async (block) => {
      const running = new Running(block, store.url)
      try {
        expect(await running.message()).toBe('ready')
        expect(await running.use()).toBeGreaterThanOrEqual(400)
        await store.restart()
        expect(await running.use()).toBeGreaterThanOrEqual(400)
        // Restart the store again while the connection is idle, so that it is closed without a query in progress.
        await store.restart()
        expect(await running.use()).toBeGreaterThanOrEqual(400)
        expect(running.child.exitCode).toBeNull()
        expect(running.stderr).not.toContain('Unhandled')
      } finally {
        running.end()
      }
    },
    60_000,
  )
}

describe.skipIf(postgresMissing())('documented code with a real PostgreSQL server', () => {
  survives('PostgreSQL', startPostgres)
})

describe.skipIf(redisMissing())('documented code with a real Redis server', () => {
  survives('Redis', startRedis)
})
