// The soak in its own process, which needs `--expose-gc`. It receives a duration and reports its results.
import { setTimeout as sleep } from 'node:timers/promises'
import { getHeapSpaceStatistics, type HeapSpaceInfo } from 'node:v8'
import { openSite, type Site } from './site.ts'
import { createUser } from './soak-user.ts'
import type { HeapSample, Soaked, SoakSettings } from './soaked.ts'
import { emptyTally, remark, type Tally } from './tally.ts'

const MOST_SAMPLES = 30
const FEWEST_SAMPLES = 6
const SIGN_UPS_AT_ONCE = 20

async function soak({ minutes, users, speed, tokenSeconds }: SoakSettings): Promise<Soaked> {
  const tally = emptyTally()
  process.on('unhandledRejection', (error) => {
    tally.untypedErrors += 1
    remark(tally, `an uncaught error: ${String(error)}`)
  })
  const site = await openSite({ speed, tokenSeconds, tally })
  const lives = await settle(site, users)
  site.begin()

  let isOver = false
  const ends = lives.map((live) => live(() => isOver))
  const samples = await watchHeap(minutes * 60_000, tally)
  isOver = true
  // Users who are away do not have to return.
  await Promise.race([Promise.all(ends), sleep(site.real(10_000))])
  const applied = site.applied()
  await site.close()
  return { tally, applied, samples }
}

/** All users sign up, at normal speed and without faults. */
async function settle(site: Site, userCount: number) {
  const users = Array.from({ length: userCount }, (_, index) => createUser(site, index))
  for (let next = 0; next < userCount; next += SIGN_UPS_AT_ONCE) {
    await Promise.all(users.slice(next, next + SIGN_UPS_AT_ONCE).map(({ signUp }) => signUp()))
  }
  return users.map(({ live }) => live)
}

async function watchHeap(milliseconds: number, tally: Tally): Promise<HeapSample[]> {
  const count = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, Math.round(milliseconds / 2_000)))
  const samples: HeapSample[] = []
  const startedAt = performance.now()
  while (samples.length < count) {
    await sleep(milliseconds / count)
    globalThis.gc?.()
    const seconds = (performance.now() - startedAt) / 1000
    const { requests, exchanges } = tally
    samples.push({ seconds, ...heapNow(), requests, exchanges })
  }
  return samples
}

const CODE_SPACE = /^(code|trusted)_/

function heapNow(): Pick<HeapSample, 'heapBytes' | 'codeBytes'> {
  const used = (spaces: HeapSpaceInfo[]) => spaces.reduce((sum, space) => sum + space.space_used_size, 0)
  const spaces = getHeapSpaceStatistics()
  const code = spaces.filter(({ space_name: name }) => CODE_SPACE.test(name))
  return { heapBytes: used(spaces), codeBytes: used(code) }
}

process.once('message', (settings: SoakSettings) => {
  soak(settings).then(
    // The parent process ends this one. If it ended by itself, the parent could see the exit before the message.
    (soaked) => process.send?.(soaked),
    (error) => {
      process.stderr.write(`${error?.stack ?? error}\n`)
      process.exit(1)
    },
  )
})
