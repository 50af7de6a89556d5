import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameEmailAddress, readEmailAddress } from './email-address.ts'

/** The characters that RFC 5322 §3.2.3 allows in addition to letters and digits. */
const ATEXT = "!#$%&'*+-/=?^_`{|}~"

describe('BUG-01: the local part of an email address', () => {
  it.each([...ATEXT])('can contain %s', (character) => {
    for (const local of [`a${character}b`, `${character}a`, `a${character}`, character])
      expect(readEmailAddress(`${local}@orchard.example`)).toBe(`${local}@orchard.example`)
  })

  it.each([
    ["mary.o'kane", "mary.o'kane"],
    ["D'Angelo", "d'angelo"],
    ['first.last+tag', 'first.last+tag'],
    ['用户', '用户'],
    ['ИМЯ', 'имя'],
    ['राम', 'राम'],
    ['測試.名', '測試.名'],
    ['شخص', 'شخص'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['𠮷野', '𠮷野'],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('can be %s', (local, expected) => {
    expect(readEmailAddress(`${local}@orchard.example`)).toBe(`${expected}@orchard.example`)
  })

  it.each([
    ...'@"(),:;<>[]\\ \t\n\r\u0000\u007f\u00a0\u200b\u200d\u00ad\u2028\u202e\ufeff\u3164\ue000\ud800',
  ])('cannot contain %j', (character) =>
    expect(readEmailAddress(`a${character}b@orchard.example`)).toBeUndefined(),
  )

  it.each([
    '.a',
    'a.',
    'a..b',
    '.',
    '',
    'a'.repeat(65),
    'a\ufe6bb',
    'a\uff02b',
    'a\uff0cb',
    'a\u2024\u2024b\ufe55',
  ])('N12: cannot be %j', (local) => expect(readEmailAddress(`${local}@orchard.example`)).toBeUndefined())
})

describe('BUG-02: an email address', () => {
  it.each([
    ['info@münchen.example', 'info@xn--mnchen-3ya.example'],
    ['Info@MÜNCHEN.example', 'info@xn--mnchen-3ya.example'],
    ['info@mu\u0308nchen.example', 'info@xn--mnchen-3ya.example'],
    ['info@XN--MNCHEN-3YA.EXAMPLE', 'info@xn--mnchen-3ya.example'],
    ['ß@straße.example', 'ß@xn--strae-oqa.example'],
    ['测试@例え。テスト', '测试@xn--r8jz45g.xn--zckzah'],
    ['andre\u0301@orchard.example', 'andré@orchard.example'],
    ['ANDRE\u0301@orchard.example', 'andré@orchard.example'],
    ['ｎａｄｉａ＠ｏｒｃｈａｒｄ．ｅｘａｍｐｌｅ', 'nadia@orchard.example'],
    ['ﾅﾃﾞｨｱ@orchard.example', 'ナディア@orchard.example'],
    ['\u212aate@orchard.example', 'kate@orchard.example'],
    [' nadia@orchard.example\n', 'nadia@orchard.example'],
    ['\u200bnadia@orchard.example\u200b', 'nadia@orchard.example'],
    ['\u202anadia@orchard.example\u202c', 'nadia@orchard.example'],
    ['\ufeffnadia@orchard.example\u00a0', 'nadia@orchard.example'],
    ['\u2066nadia@orchard.example\u2069\u200f', 'nadia@orchard.example'],
  ])('has one normal form: %j becomes %j', (text, expected) => expect(readEmailAddress(text)).toBe(expected))

  it.each([
    ['nаdia@orchard.example', 'nadia@orchard.example', 'a Cyrillic letter'],
    ['nadıa@orchard.example', 'nadia@orchard.example', 'an i without a dot'],
    ['strasse@orchard.example', 'straße@orchard.example', 'ß'],
    ['nadia@оrchard.example', 'nadia@orchard.example', 'a Cyrillic letter in the domain'],
    ['ﬁona@orchard.example', 'fiona@orchard.example', 'a ligature'],
    ['nadia@strasse.example', 'nadia@straße.example', 'ß in the domain'],
    ['na.dia@orchard.example', 'nadia@orchard.example', 'a dot'],
    ['nadia+x@orchard.example', 'nadia@orchard.example', 'a tag'],
  ])('differs from its look-alike: %s and %s (%s)', (left, right) => {
    expect(readEmailAddress(left)).toBeDefined()
    expect(isSameEmailAddress(left, right)).toBe(false)
  })

  it.each([
    ...['a@c.example?x', 'a@c.example#y', 'a@b..c', 'a@c.example/x', 'a@c.example:25', 'a@orch%61rd.example'],
    ...['nadia@2130706433', 'nadia@127.0.0.1', 'nadia@[127.0.0.1]', 'nadia@localhost', 'nadia@a_b.example'],
    ...['', '@', 'a', 'a@', '@b.example', 'a@b@c.example', 'a b@c.example', 'a@c.example, d@e.example'],
    ...[
      'Nadia <nadia@orchard.example>',
      '"a"@b.example',
      'mailto:a@b.example',
      'a@b.example.',
      'a@.b.example',
    ],
    ...[`a@${'b.'.repeat(130)}example`, `${'ü'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.example`],
    ...['a@b.exam\u200bple', 'a\u200b@b.example', 'a'.repeat(10_000), `${' '.repeat(10_000)}a@b.example`],
  ])('S-15, N11: cannot be %j', (text) => expect(readEmailAddress(text)).toBeUndefined())

  it('has the same normal form in every Unicode form of the typed text', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(part, part, (local, label) => {
        const typed = `${local}@${label}.example`
        const once = readEmailAddress(typed)
        if (once === undefined) return
        expect(readEmailAddress(once)).toBe(once)
        expect(readEmailAddress(typed.normalize('NFD'))).toBe(once)
        expect(readEmailAddress(typed.normalize('NFC'))).toBe(once)
        expect(isSameEmailAddress(typed, once)).toBe(true)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 3_000) },
    )
  })

  it('can be 254 bytes long', () => {
    const domain = `${'b.'.repeat(91)}example`
    expect(readEmailAddress(`${'a'.repeat(64)}@${domain}`)).toHaveLength(254)
    expect(readEmailAddress(`${'a'.repeat(64)}@c${domain}`)).toBeUndefined()
    expect(readEmailAddress(`${' '.repeat(4 * 254 - 11)}a@b.example`)).toBe('a@b.example')
    expect(readEmailAddress(undefined)).toBeUndefined()
  })

  it('is compared as text if it has no normal form', () => {
    expect(isSameEmailAddress('"A B"@orchard.example', '"a b"@ORCHARD.example ')).toBe(true)
    expect(isSameEmailAddress('"A B"@orchard.example', '"a c"@orchard.example')).toBe(false)
  })
})
