import type { Operation } from './column.ts'

/** One batch of operations. */
export interface Sample {
  /** Microseconds of CPU time for each operation, across all threads of the process. */
  cpu: number
  /** Microseconds of wall time for each operation. */
  wall: number
}

/** Runs `count` operations, with `concurrency` of them in progress at any time. */
export async function measure(operation: Operation, count: number, concurrency: number): Promise<Sample> {
  let started = 0
  const lane = async () => {
    while (started < count) {
      started += 1
      await operation()
    }
  }
  const cpuBefore = process.cpuUsage()
  const wallBefore = performance.now()
  await Promise.all(Array.from({ length: concurrency }, lane))
  const wall = (performance.now() - wallBefore) * 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  return { cpu: (user + system) / count, wall: wall / count }
}

/** The number of unmeasured turns before the measurement, so that code is compiled and caches are filled. */
const WARM_UP_TURNS = 4

/** The number of operations that take `milliseconds`, once the code is warm. */
export async function calibrate(
  operation: Operation,
  concurrency: number,
  milliseconds: number,
): Promise<number> {
  const warmAt = performance.now() + WARM_UP_TURNS * milliseconds
  while (performance.now() < warmAt) await measure(operation, concurrency, concurrency)
  let count = concurrency
  for (;;) {
    const { wall } = await measure(operation, count, concurrency)
    // Half of the time is enough to estimate how long one operation takes.
    if (wall * count >= milliseconds * 500)
      return Math.max(concurrency, Math.ceil((milliseconds * 1000) / wall))
    count *= 2
  }
}

/** Bytes of heap that one operation takes, before any of it is collected. Needs `--expose-gc` and a large nursery. */
export async function allocation(operation: Operation, count: number): Promise<number> {
  await measure(operation, count * 5, 1)
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  await measure(operation, count, 1)
  return (process.memoryUsage().heapUsed - before) / count
}
