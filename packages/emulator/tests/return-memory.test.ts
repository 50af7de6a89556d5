import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createMemoryReturn } from '../src/emulator/cli/return-memory.ts'

const INTERVAL_MS = 1_000

it('memory is returned once after each burst of work, as soon as the process is idle', async () => {
  let cpu = 300
  let collections = 0
  const tick = createMemoryReturn(
    {
      cpuMs: () => cpu,
      async collect() {
        collections += 1
        await undefined
        cpu += 3_000
      },
    },
    INTERVAL_MS,
  )
  const after = async (...usedMs: number[]) => {
    for (const used of usedMs) {
      cpu += used
      await tick()
    }
    return collections
  }
  // A start uses less than a second, and leaves little behind.
  expect(await after(0, 600, 50)).toBe(0)
  expect(await after(49)).toBe(0)
  expect(await after(1)).toBe(1)
  // The collection itself is not a burst, whatever it takes.
  expect(await after(0, 0, 49)).toBe(1)
  // A steady load below the limit is followed by one collection for each second of work.
  expect(await after(...Array<number>(19).fill(49))).toBe(1)
  expect(await after(49)).toBe(2)
  expect(await after(5_000, 5_000)).toBe(2)
  expect(await after(10, 10)).toBe(3)
})

it('memory is not returned twice at the same time', async () => {
  let collections = 0
  let cpu = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const tick = createMemoryReturn({
    cpuMs: () => cpu,
    collect() {
      collections += 1
      return promise
    },
  })
  cpu = 5_000
  await tick()
  const first = tick()
  await tick()
  resolve()
  await first
  expect(collections).toBe(1)
})

/** The resident memory of a process, in MB. Linux only. */
const residentMb = (pid: number | undefined) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

it.runIf(process.platform === 'linux')(
  'most of the memory of a large seed is returned after it, also with data on disk',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    const seed = join(folder, 'seed.json')
    const users = Array.from({ length: 30_000 }, (_, index) => ({ email: `user-${index}@orchard.example` }))
    writeFileSync(seed, JSON.stringify({ users }))
    const data = join(folder, 'data')
    const args = ['--port', '0', '--json', '--cost', 'test', '--seed', seed, '--data', data]
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve))
      const peak = residentMb(child.pid)
      await vi.waitFor(() => expect(residentMb(child.pid)).toBeLessThan(peak * 0.75), {
        timeout: 60_000,
        interval: 250,
      })
      const exit = once(child, 'exit')
      child.kill()
      // The process still reacts to signals.
      expect(await exit).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  },
  90_000,
)
