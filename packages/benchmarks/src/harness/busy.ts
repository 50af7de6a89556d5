import { Worker } from 'node:worker_threads'

/**
 * Keeps one core busy while `work` runs, as other requests keep those of a server: work on background threads no
 * longer looks free.
 */
export async function withBusyCore<T>(isBusy: boolean, work: () => Promise<T>): Promise<T> {
  if (!isBusy) return work()
  const worker = new Worker('for (;;);', { eval: true })
  try {
    return await work()
  } finally {
    await worker.terminate()
  }
}
