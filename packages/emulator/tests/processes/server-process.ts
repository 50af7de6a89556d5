import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A running `latchkey-emulator` command. */
export interface ServerProcess {
  child: ChildProcess
  url: string
  apiKey: string
  clientId: string
  call(method: string, path: string, body?: unknown): Promise<Response>
  /** Sends the signal, and resolves with the exit code when the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

// Node runs the sources directly. `npm test -- kills` uses the built command, which starts faster.
const COMMAND = process.env.LATCHKEY_TEST_COMMAND ?? join(import.meta.dirname, '../../src/cli.ts')

// A failed test must not leave processes running.
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A command that may still be starting. */
export interface StartingServer {
  child: ChildProcess
  /** The first line of output. */
  stdoutLine(): Promise<string>
  stderrLine(): Promise<string>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

export function spawnServer(...args: string[]): StartingServer {
  const child = spawn(process.execPath, [COMMAND, '--port', '0', '--json', '--cost', 'test', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  exit.then(() => running.delete(child))
  const lines = [firstLine(child.stdout), firstLine(child.stderr)] as const
  return {
    child,
    stdoutLine: () => lines[0],
    stderrLine: () => lines[1],
    end(signal) {
      child.kill(signal)
      return exit
    },
  }
}

/** Starts the command. Rejects with its error message if it does not start. */
export async function startServer(...args: string[]): Promise<ServerProcess> {
  const { child, end, stdoutLine, stderrLine } = spawnServer(...args)
  const line = await stdoutLine()
  if (line === '') throw new Error(`The server did not start: ${await stderrLine()}`)
  const { url, apiKey, clientId } = JSON.parse(line)
  return {
    child,
    url,
    apiKey,
    clientId,
    end,
    call: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

/** The first line of a stream; empty if the stream ends without one. */
function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    stream.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    stream.once('end', () => resolve(text.trim()))
  })
}
