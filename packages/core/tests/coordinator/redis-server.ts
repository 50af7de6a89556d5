import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './postgres-server.ts'

/** A private Redis, on a free port. */
export interface RedisServer {
  url: string
  /** Kills the server and restarts it on the same port, with the data on disk. */
  restart(): Promise<void>
  /** Stops responding, like a machine that hangs, until {@link RedisServer.resume} is called. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** The reason why Redis cannot run on this machine, or `undefined` if it can. */
export const redisMissing = (): string | undefined =>
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed'

/** @param options.isDurable Writes every change to disk before it responds. Default `true`. */
export async function startRedis({ isDurable = true } = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-redis-'))
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  if (isDurable) settings.push('--appendonly', 'yes', '--appendfsync', 'always')

  const start = async () => {
    const started = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (chunk) => {
        if (String(chunk).includes('Ready to accept connections')) resolve()
      })
      started.once('exit', (code) => reject(new Error(`Redis stopped with ${code}`)))
      started.once('error', reject)
    })
    return started
  }
  let server: ChildProcess = await start()
  const end = () =>
    new Promise((resolve) => {
      server.once('exit', resolve)
      server.kill('SIGKILL')
    })

  return {
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await end()
      server = await start()
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
