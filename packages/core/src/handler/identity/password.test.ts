import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../errors/index.ts'
import { readPassword, withTypedPassword } from './password.ts'

const wrong = () => new ApiError('invalid_credentials', { status: 401 })

/** The passwords that reach the API if the user set `stored` and types `typed`, and the outcome. */
async function sent(stored: string | undefined, typed: string, refusal: Error = wrong()) {
  const tried: string[] = []
  const outcome = await withTypedPassword(typed, async (password) => {
    tried.push(password)
    if (password !== stored) throw refusal
    return 'in'
  }).catch((error: Error) => error)
  return { tried, outcome }
}

describe('BUG-02: a password', () => {
  it.each([
    ['lantern-quartz', 'lantern-quartz'],
    ['cafe\u0301', 'café'],
    ['caf\u00e9', 'café'],
    ['a\u00a0b\u3000c\u2009d', 'a b c d'],
    [' keeps its ends ', ' keeps its ends '],
    ['ＷｉＤｅ', 'ＷｉＤｅ'],
    ['ﬁ', 'ﬁ'],
    ['Ⅷ²', 'Ⅷ²'],
    ['\u1112\u1161\u11ab', '한'],
    ['🦄', '🦄'],
  ])('has one normal form: %j becomes %j', (text, expected) => expect(readPassword(text)).toBe(expected))

  it('has a normal form that does not change when it is normalized again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = readPassword(text)
        expect(readPassword(once)).toBe(once)
        expect(readPassword(text.normalize('NFD'))).toBe(once)
      }),
    )
  })

  it('signs in, regardless of the form in which it was set and typed', async () => {
    expect(await sent('café', 'cafe\u0301')).toEqual({ tried: ['café'], outcome: 'in' })
    expect(await sent('cafe\u0301', 'cafe\u0301')).toEqual({ tried: ['café', 'cafe\u0301'], outcome: 'in' })
    expect(await sent('café', 'café')).toEqual({ tried: ['café'], outcome: 'in' })
  })

  it('is sent once if it has only one form, and is not sent again after any other refusal', async () => {
    expect((await sent(undefined, 'plain')).tried).toEqual(['plain'])
    const limited = new ApiError('too_many_requests', { status: 429 })
    expect(await sent(undefined, 'cafe\u0301', limited)).toEqual({ tried: ['café'], outcome: limited })
    expect((await sent(undefined, 'cafe\u0301')).outcome).toMatchObject({ code: 'invalid_credentials' })
  })
})
