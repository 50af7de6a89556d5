import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A running command, as the tests of processes use it. */
export interface ServerProcess {
  child: ChildProcess
  url: string
  apiKey: string
  clientId: string
  call(method: string, path: string, body?: unknown): Promise<Response>
  /** Sends the signal, and resolves with the exit code when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

// Node runs the sources as they are; the long run takes the built command, which starts faster.
const COMMAND = process.env.LATCHKEY_TEST_COMMAND ?? join(import.meta.dirname, '../../src/cli.ts')

export async function startServer(...args: string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [COMMAND, '--port', '0', '--json', '--cost', 'test', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const { url, apiKey, clientId } = JSON.parse(await firstLine(child))
  return {
    child,
    url,
    apiKey,
    clientId,
    call: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    end(signal) {
      child.kill(signal)
      return exit
    },
  }
}

function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    let errors = ''
    stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    stderr?.on('data', (chunk) => {
      errors += chunk
    })
    stderr?.once('end', () => reject(new Error(`The server did not start: ${errors}`)))
  })
}
