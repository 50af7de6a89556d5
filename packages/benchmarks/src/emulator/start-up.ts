import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Spread, spread } from '../harness/statistics.ts'

const COMMAND = fileURLToPath(new URL('../../node_modules/@latchkey/emulator/dist/cli.js', import.meta.url))

/** Milliseconds from the start of the command to its first healthy response. */
export async function startUp(rounds: number): Promise<Spread> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await startOnce())
  return spread(times)
}

async function startOnce(): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [COMMAND, '--port', '0', '--memory', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = await once(child.stdout, 'data')
    const { url } = JSON.parse(String(line)) as { url: string }
    const response = await fetch(`${url}/health`)
    if (!response.ok) throw new Error(`The emulator responds with ${response.status}`)
    return performance.now() - started
  } finally {
    child.kill()
    await once(child, 'exit')
  }
}
