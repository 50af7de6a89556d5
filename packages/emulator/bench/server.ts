import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A running server that was started with the built command. */
export interface RunningServer {
  url: string
  apiKey: string
  clientId: string
  /** Time from the start of the process to the first 200 from `/health`. */
  startedInMs: number
  /** Resident memory in MiB. */
  memory(): Promise<number>
  /** CPU time so far in milliseconds, which other load on the machine does not affect. */
  cpuMs(): Promise<number>
  stop(): Promise<void>
}

export async function startServer(...args: string[]): Promise<RunningServer> {
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../dist/cli.js'), '--port', '0', '--json', '--cost', 'test', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ready = JSON.parse(await firstLine(child)) as { url: string; apiKey: string; clientId: string }
  await fetch(`${ready.url}/health`)
  return {
    ...ready,
    startedInMs: performance.now() - begun,
    memory: () => residentMiB(child.pid),
    cpuMs: () => processorMs(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`The server stopped with ${code}`)))
  })
}

const MS_PER_TICK = 10

async function processorMs(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK
}

async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
