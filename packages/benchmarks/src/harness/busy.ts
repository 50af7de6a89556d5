import { Worker } from 'node:worker_threads'

/** Keeps one core busy while `work` runs, as other requests do on a server, so that work on background threads has a cost. */
export async function withBusyCore<T>(isBusy: boolean, work: () => Promise<T>): Promise<T> {
  if (!isBusy) return work()
  const worker = new Worker('for (;;);', { eval: true })
  try {
    return await work()
  } finally {
    await worker.terminate()
  }
}
