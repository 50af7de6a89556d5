import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cryptography } from '../base/cryptography.ts'
import { createSealer } from './seal.ts'
import { readCookieSecrets } from './secret.ts'

const numRuns = Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 200)
const first = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const second = 'Zk3NcV9bQwErTyUiOpAsDfGhJkLzXcVb'

describe.each([
  ['node:crypto', cryptography()],
  ['Web Crypto', cryptography('web')],
])('sealing with %s', (_name, primitives) => {
  const sealer = createSealer(primitives, [first])

  it('opens the values that it has sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sealed = await sealer.seal('session', value)
        expect(sealed).toMatch(/^1\.[\w-]{6}\.[\w-]+$/)
        expect(await sealer.open('session', sealed)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: Math.min(numRuns, 50) },
    )
  })

  it('seals in a shorter format on request, and opens that format, too', async () => {
    const value = { user: 'nadia', names: Array.from({ length: 50 }, () => 'orchard') }
    const [long, short] = [await sealer.seal('session', value), await sealer.seal('session', value, 'short')]
    expect(short.length).toBeLessThan(long.length / 3)
    expect(await sealer.open('session', short)).toEqual(value)
    expect(await sealer.open('session', await sealer.seal('session', '', 'short'))).toBe('')
  })

  it('recognizes values that were sealed with an unknown secret', async () => {
    const other = createSealer(primitives, [second])
    const rotated = createSealer(primitives, [second, first])
    const sealed = await sealer.seal('session', 'mine')
    expect(await sealer.isForeign(sealed)).toBe(false)
    expect(await rotated.isForeign(sealed)).toBe(false)
    expect(await other.isForeign(sealed)).toBe(true)
    for (const none of ['', 'a.b.c', `x${sealed}`, `${sealed}.x`, sealed.replace('1.', '2.')])
      expect(await other.isForeign(none), none).toBe(false)
  })

  it('S6 opens values that an earlier version sealed, so that an update signs no user out', async () => {
    const sealed = '1.50WIek.O7SFujbanJoj9PGy2uxd_9bqo4iSSDswKgwfxExk-rRqzM75edrEVuNd0Ak'
    expect(await createSealer(primitives, [first]).open('session', sealed)).toEqual({ user: 'nadia' })
  })

  it('S5 does not open a value that was sealed for another purpose', async () => {
    const sealed = await sealer.seal('flow', { a: 1 })
    expect(await sealer.open('session', sealed)).toBeUndefined()
    expect(await sealer.open('flow', sealed)).toEqual({ a: 1 })
  })

  it('S5 seals with the new secret after a rotation, and still opens values of the old one', async () => {
    const old = await sealer.seal('session', 'kept')
    const rotated = createSealer(primitives, [second, first])
    expect(await rotated.open('session', old)).toBe('kept')
    const fresh = await rotated.seal('session', 'new')
    expect(await sealer.open('session', fresh)).toBeUndefined()
  })

  it('S2 does not open a value with a changed, missing or added character', async () => {
    const sealed = await sealer.seal('session', { user: 'nadia' })
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1)
      expect(await sealer.open('session', changed), changed).toBeUndefined()
      expect(await sealer.open('session', sealed.slice(0, index))).toBeUndefined()
    }
    expect(await sealer.open('session', `${sealed}.x`)).toBeUndefined()
  })

  it('S2 opens only one spelling of a value, although decoders accept several', async () => {
    const sealed = await sealer.seal('session', { user: 'nadia' })
    for (const other of [
      `${sealed}=`,
      `${sealed} `,
      `${sealed}"`,
      sealed.replace(/.$/, (last) => `\n${last}`),
    ]) {
      expect(await sealer.open('session', other), other).toBeUndefined()
    }
  })

  it('S2 never throws for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await sealer.open('session', text)).toBeUndefined()
      }),
      { numRuns },
    )
  })
})

describe('cookie secrets', () => {
  it.each([undefined, '', 'undefined', ' , ', ' undefined ', [], ['', ' ']])(
    'S5 are missing in %j',
    (value) => {
      expect(() => readCookieSecrets(value as string)).toThrow(
        expect.objectContaining({
          code: 'cookie_secret_missing',
          message: expect.stringContaining('Set LATCHKEY_COOKIE_SECRET'),
        }),
      )
    },
  )

  it.each([
    ['short', 'cookie_secret_too_short', 'at least 32 bytes'],
    ['ü'.repeat(15), 'cookie_secret_too_short', 'at least 32 bytes'],
    [first.slice(1), 'cookie_secret_too_short', 'at least 32 bytes'],
    [[first, second.slice(1)], 'cookie_secret_too_short', 'at least 32 bytes'],
    ['a'.repeat(64), 'cookie_secret_sample', 'a sample value'],
    [`${first},${'a'.repeat(64)}`, 'cookie_secret_sample', 'a sample value'],
    ['change-me-change-me-change-me-change-me', 'cookie_secret_sample', 'a sample value'],
    ['CHANGEME_cookie_PASSWORD_secret_Example_Test_Key', 'cookie_secret_sample', 'a sample value'],
    ['0123456789abcdef0123456789abcdef', 'cookie_secret_sample', 'a sample value'],
    ['abcdefghijklmnopqrstuvwxyz-9876543210', 'cookie_secret_sample', 'a sample value'],
    ['your-32-byte-value-goes-right-in-here', 'cookie_secret_sample', 'a sample value'],
    ['REPLACE_ME_WITH_SOMETHING_OF_32_BYTES', 'cookie_secret_sample', 'a sample value'],
  ])('S5 cannot be %j', (value, code, message) => {
    expect(() => readCookieSecrets(value)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  it('S5 can be any 32 bytes, even if they contain sample words', () => {
    for (const secret of [first, `${'ü'.repeat(15)}ab`, `test-${second}-your-key`]) {
      expect(readCookieSecrets(secret)).toEqual([secret])
    }
  })

  it('S5 can be a list in one string or in several strings', () => {
    expect(readCookieSecrets(` ${first},${second}`)).toEqual([first, second])
    expect(readCookieSecrets([`${first} `, '', second])).toEqual([first, second])
  })
})
