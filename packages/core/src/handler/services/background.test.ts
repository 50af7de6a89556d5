import { describe, expect, it } from 'vitest'
import { createBackground } from './background.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('background work', () => {
  it('R9: is settled when all of it has completed, including failures and work that other work has started', async () => {
    const background = createBackground(undefined)
    await background.settled()
    let finish = () => {}
    const first = new Promise<void>((resolve) => {
      finish = resolve
    })
    background.run(first.then(() => background.run(settle())))
    background.run(Promise.reject(new Error('failed')))
    expect(await background.track(Promise.resolve('a result'))).toBe('a result')
    let isSettled = false
    const settled = background.settled().then(() => {
      isSettled = true
    })
    await settle()
    expect(isSettled).toBe(false)
    finish()
    await settled
  })

  it('R9: passes on the failure of a tracked promise', async () => {
    const background = createBackground(undefined)
    await expect(background.track(Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await background.settled()
  })

  it('R3: keeps a serverless function alive with promises that do not reject', async () => {
    const stored: Promise<unknown>[] = []
    const background = createBackground((work) => void stored.push(work))
    background.run(Promise.reject(new Error('failed')))
    background.track(settle())
    expect(stored).toHaveLength(1)
    await Promise.all(stored)
  })
})
