import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cryptography } from './crypto.ts'
import { createSealer } from './seal.ts'
import { readCookieSecrets } from './secret.ts'

const first = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const second = 'Zk3NcV9bQwErTyUiOpAsDfGhJkLzXcVb'

describe.each([
  ['node:crypto', cryptography()],
  ['Web Crypto', cryptography('web')],
])('sealing with %s', (_name, primitives) => {
  const sealer = createSealer(primitives, [first])

  it('opens what it sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sealed = await sealer.seal('session', value)
        expect(sealed).toMatch(/^1\.[\w-]{6}\.[\w-]+$/)
        expect(await sealer.open('session', sealed)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 50 },
    )
  })

  it('S5 opens nothing that was sealed for another purpose', async () => {
    const sealed = await sealer.seal('flow', { a: 1 })
    expect(await sealer.open('session', sealed)).toBeUndefined()
    expect(await sealer.open('flow', sealed)).toEqual({ a: 1 })
  })

  it('S5 rotates: the new secret seals, the old one still opens', async () => {
    const old = await sealer.seal('session', 'kept')
    const rotated = createSealer(primitives, [second, first])
    expect(await rotated.open('session', old)).toBe('kept')
    const fresh = await rotated.seal('session', 'new')
    expect(await sealer.open('session', fresh)).toBeUndefined()
  })

  it('S2 opens nothing with a changed, missing or added character', async () => {
    const sealed = await sealer.seal('session', { user: 'nadia' })
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1)
      expect(await sealer.open('session', changed), changed).toBeUndefined()
      expect(await sealer.open('session', sealed.slice(0, index))).toBeUndefined()
    }
    expect(await sealer.open('session', `${sealed}.x`)).toBeUndefined()
  })

  it('S2 opens one spelling only, where decoders would take several', async () => {
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
      { numRuns: 300 },
    )
  })
})

describe('cookie secrets', () => {
  it.each([
    undefined,
    '',
    'undefined',
    ' , ',
    'short',
    'a'.repeat(64),
    'change-me-change-me-change-me-change-me',
    '0123456789abcdef0123456789abcdef',
  ])('S5 refuses %j', (value) => {
    expect(() => readCookieSecrets(value)).toThrow(/cookieSecret/)
  })

  it('S5 reads a list from one text', () => {
    expect(readCookieSecrets(` ${first},${second}`)).toEqual([first, second])
  })
})
