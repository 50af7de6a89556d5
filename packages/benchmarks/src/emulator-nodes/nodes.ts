import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@latchkey/core/server'
import type { NodeStarted } from './node.ts'

/** A running node, and a client that calls only this one. */
export interface RunningNode {
  client: Client
  /** Microseconds of CPU time since it started. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

export async function startNode(postgres: string): Promise<RunningNode> {
  const child = fork(fileURLToPath(new URL('./node.ts', import.meta.url)), [postgres])
  const gone = once(child, 'exit')
  const started = await Promise.race([said<NodeStarted>(child), gone])
  if (!('baseUrl' in started)) throw new Error('A node did not start')
  return {
    client: createClient(started),
    async cpu() {
      child.send('cpu')
      return said<number>(child)
    },
    async stop() {
      child.kill()
      await gone
    },
  }
}

const said = async <T>(child: ChildProcess): Promise<T> => (await once(child, 'message'))[0] as T
