import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** The built command, as somebody runs it. */
export interface RunningServer {
  url: string
  apiKey: string
  clientId: string
  /** From the start of the process to the first 200 on `/health`. */
  startedInMs: number
  /** Resident memory in MiB. */
  memory(): Promise<number>
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

async function residentMiB(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
