import { describe, expect, it } from 'vitest'
import { readOneTimeCode } from './one-time-code.ts'

const EVERY_CHARACTER = Array.from({ length: 0x110000 }, (_, code) => code).filter(
  (code) => code < 0xd800 || code > 0xdfff,
)

describe('N23: a one-time code', () => {
  it('is accepted in every set of decimal digits in Unicode', () => {
    const digits = EVERY_CHARACTER.filter((code) => /\p{Nd}/u.test(String.fromCodePoint(code)))
    expect(digits.length % 10).toBe(0)
    expect(digits.length).toBeGreaterThanOrEqual(660)
    // Unicode lists each set of digits from zero to nine, in order.
    for (let set = 0; set < digits.length; set += 10) {
      const text = String.fromCodePoint(...digits.slice(set, set + 10))
      expect(readOneTimeCode(text), text).toBe('0123456789')
    }
  })

  it.each([
    ...[' ', '\u00a0', '\u2009', '\u202f', '\u2007', '\u3000', '\t', '\n', '\u2028'],
    ...['-', '\u2010', '\u2011', '\u2012', '–', '—', '\u2212', '\u00ad', '－', '\u058a'],
    ...[
      '.',
      ',',
      '·',
      '•',
      '_',
      '/',
      ':',
      ';',
      '’',
      "'",
      '"',
      '«',
      '(',
      ')',
      '[',
      '*',
      '#',
      '|',
      '…',
      '،',
      '٬',
      '、',
      '。',
    ],
    ...[
      '\u200b',
      '\u200c',
      '\u200d',
      '\u200e',
      '\u200f',
      '\u2060',
      '\ufeff',
      '\u202a',
      '\u2066',
      '\ufe0f',
      '\u20e3',
      '\u0332',
    ],
  ])('is accepted with %j between, before and after its digits', (mark) => {
    expect(readOneTimeCode(`${mark}012${mark}345${mark}`)).toBe('012345')
    expect(readOneTimeCode([...'012345'].join(mark))).toBe('012345')
  })

  it.each([
    ['1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e3456', '123456'],
    ['①②③④⑤⑥', '123456'],
    ['𝟏𝟐𝟑𝟒𝟓𝟔', '123456'],
    ['12345a', '12345a'],
    ['123456٪', '123456٪'],
    ['½', '1\u20442'],
    ['Ⅷ', 'VIII'],
  ])('reads %j as %j', (text, expected) => expect(readOneTimeCode(text)).toBe(expected))
})
