import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cryptography } from '../../base/cryptography.ts'
import { createSealer } from '../../session/seal.ts'
import { readCookieSecrets } from '../../session/secret.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { createPassedPaths } from './passed-paths.ts'

const MINUTE = 60_000

function paths(secret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI', clock = manualClock(1_750_000_000_000)) {
  const sealer = createSealer(cryptography(), readCookieSecrets(secret))
  return { clock, sealer, ...createPassedPaths({ sealer, cryptography: cryptography(), clock }) }
}

describe('a path that one part of a server passes to another', () => {
  it('is read as it was sealed, whatever its characters', async () => {
    const { seal, open } = paths()
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), async (path, query) => {
        const whole = `/${path}?${query}`
        expect(await open(await seal(whole))).toBe(whole)
      }),
    )
    expect(await open(await seal('/a b\nc'))).toBe('/a b\nc')
  })

  it('is readable in the header, after its seal', async () => {
    const sealed = await paths().seal('/o/org_1')
    expect(sealed).toMatch(/^\S{40,} \/o\/org_1$/)
  })

  it('is not accepted if a visitor wrote it, changed it, or moved its seal to another path', async () => {
    const { seal, open } = paths()
    const own = await seal('/o/org_1')
    const [proof] = own.split(' ')
    for (const written of [
      null,
      '',
      ' ',
      '/o/org_1',
      'x /o/org_1',
      `${proof}`,
      `${proof} `,
      `${proof} /o/org_2`,
      `${proof}/o/org_1`,
      ` ${own}`,
      `a b ${own}`,
      await paths('another-secret-of-32-characters!!').seal('/o/org_1'),
    ])
      expect([written, await open(written)]).toEqual([written, undefined])
    expect(await open(own)).toBe('/o/org_1')
  })

  it('is not accepted if it was sealed for another purpose', async () => {
    const { sealer, clock, open } = paths()
    const digest = await cryptography().digest('/o/org_1')
    const other = await sealer.seal('flow', { digest, sealedAt: clock.now() })
    expect(await open(`${other} /o/org_1`)).toBeUndefined()
  })

  it('is accepted for ten minutes, also by a server whose clock is behind', async () => {
    const { clock, seal, open } = paths()
    const sealed = await seal('/account')
    clock.advance(10 * MINUTE)
    expect(await open(sealed)).toBe('/account')
    clock.advance(1)
    expect(await open(sealed)).toBeUndefined()
    clock.advance(-20 * MINUTE - 1)
    expect(await open(sealed)).toBe('/account')
    clock.advance(-1)
    expect(await open(sealed)).toBeUndefined()
  })
})
