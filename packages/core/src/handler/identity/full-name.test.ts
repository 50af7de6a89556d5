import { describe, expect, it } from 'vitest'
import { readFullName } from './full-name.ts'

describe('N21: a name', () => {
  it.each(['a', 'é', '𐐷', '🦄', '字'])('can be 200 characters long, in any script: %s', (character) => {
    expect(readFullName(character.repeat(200))).toBe(character.repeat(200))
    expect(readFullName(character.repeat(201))).toBeUndefined()
  })

  it.each([
    [' Nadia ', 'Nadia'],
    ['Jose\u0301', 'José'],
    ['\u200bNadia\u200b\ufeff', 'Nadia'],
    ['\u200f\u200fשרה\u200f', 'שרה'],
    ['Anna  Maria', 'Anna  Maria'],
    ['d’Angelo', 'd’Angelo'],
    ['👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['\u1112\u1161\u11ab', '한'],
    ['\u200b\u2060\u3164', ''],
    ['', ''],
  ])('has one normal form: %j becomes %j', (text, expected) => expect(readFullName(text)).toBe(expected))

  it.each(['a\nb', 'a\u0000b', 'a\u2028b', 'a\u0085b', 'a\ud800b'])('cannot be %j', (text) =>
    expect(readFullName(text)).toBeUndefined(),
  )
})
