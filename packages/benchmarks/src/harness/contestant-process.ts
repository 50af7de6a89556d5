import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Sample } from './measure.ts'
import type { Order, WorkerResult } from './worker.ts'

/** A contestant in its own process, which runs one task at a time. */
export interface ContestantProcess {
  name: string
  ask(order: Order): Promise<Sample | number | undefined>
  stop(): void
}

/** @param execArgv Flags of Node for the process. */
export function startContestant(name: string, execArgv: string[] = []): ContestantProcess {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    execArgv,
    serialization: 'advanced',
  })
  return {
    name,
    async ask(order) {
      const listening = new AbortController()
      const { signal } = listening
      const gone = once(child, 'exit', { signal }).then(() => ({ error: 'The process ended' }))
      gone.catch(() => {})
      child.send(order)
      const response = await Promise.race([
        once(child, 'message', { signal }).then(([first]) => first as WorkerResult),
        gone,
      ])
      listening.abort()
      if ('error' in response) throw new Error(`${name}: ${response.error}`)
      return response.value
    },
    stop: () => child.kill(),
  }
}
