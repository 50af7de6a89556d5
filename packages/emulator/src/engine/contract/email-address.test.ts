import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainKey, emailKey, parseEmail } from './email-address.ts'

/** RFC 5322 §3.2.3. */
const ATEXT = "abcXYZ019!#$%&'*+-/=?^_`{|}~"

const SAME = [
  ['info@m\u00fcnchen.example', 'info@xn--mnchen-3ya.example'],
  ['info@M\u00dcNCHEN.example', 'info@xn--mnchen-3ya.example'],
  ['info@mu\u0308nchen.example', 'info@xn--mnchen-3ya.example'],
  ['INFO@XN--MNCHEN-3YA.EXAMPLE', 'info@xn--mnchen-3ya.example'],
  [
    '\u0418\u041c\u042f@\u043f\u0440\u0438\u043c\u0435\u0440.example',
    '\u0438\u043c\u044f@xn--e1afmkfd.example',
  ],
  ['a@\u4f8b\u3048\u3002\u30c6\u30b9\u30c8', 'a@xn--r8jz45g.xn--zckzah'],
  ['a@stra\u00dfe.example', 'a@xn--strae-oqa.example'],
  ['\uff41@orchard.example', 'a@orchard.example'],
  [' a@orchard.example\n', 'a@orchard.example'],
  ['a@mail.m\u00fcnchen.example', 'a@mail.xn--mnchen-3ya.example'],
  ['a@orchard\uff0eexample', 'a@orchard.example'],
] as const

describe('the key of an email address', () => {
  it.each(SAME)('BUG-02, N11, N22: of %j is %j', (given, key) => {
    expect(emailKey(given)).toBe(key)
    expect(parseEmail(given)).toBe(given.normalize('NFKC').trim())
  })

  it('does not change when its own key is computed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        (local, domain) => {
          const key = emailKey(`${local}@${domain}.example`)
          expect(emailKey(key)).toBe(key)
        },
      ),
    )
  })

  it('is a valid email address and ignores case', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abz019-', '\u00fc', '\u00e9', '\u0436'),
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(letters, letters, (local, domain) => {
        const email = parseEmail(`${local}@${domain}.example`)
        fc.pre(email !== undefined)
        expect(parseEmail(emailKey(email ?? ''))).toBe(emailKey(email ?? ''))
        expect(emailKey((email ?? '').toUpperCase())).toBe(emailKey(email ?? ''))
      }),
    )
  })
})

describe('parseEmail', () => {
  it.each([...ATEXT])('BUG-01: accepts %j in the local part', (character) => {
    expect(parseEmail(`mary${character}o@orchard.example`)).toBe(`mary${character}o@orchard.example`)
  })

  it.each([
    'nadia@orchard.example:25',
    'nadia@orchard.example/x',
    'nadia@orchard.example?x',
    'nadia@orchard.example#y',
    'nadia@orchard.example\\y',
    'nadia@orch%61rd.example',
    'nadia@2130706433',
    'nadia@127.0.0.1',
    'nadia@127.1.example.1',
    'nadia@orchard.0x7f',
    'nadia@[127.0.0.1]',
    'nadia@[::1]',
    'nadia@localhost',
    'nadia@orchard',
    'nadia@orchard..example',
    'nadia@.orchard.example',
    'nadia@orchard.example.',
    'nadia@-orchard.example',
    'nadia@orchard-.example',
    'nadia@a_b.example',
    'nadia@or chard.example',
    'nadia@orchard\uff1a25.example',
    'nadia@\u2100.example',
    'nadia@xn--a.example',
    `nadia@${'x'.repeat(64)}.example`,
    `nadia@${'x.'.repeat(130)}example`,
    `${'x'.repeat(65)}@orchard.example`,
    '.nadia@orchard.example',
    'nadia.@orchard.example',
    'na..dia@orchard.example',
    'na\u200bdia@orchard.example',
    'na\u202edia@orchard.example',
    'na\ufe0fdia@orchard.example',
    'na\u0000dia@orchard.example',
    'nadia@orch\u00adard.example',
    'nadia@orch\u200bard.example',
    'nadia@@orchard.example',
    'nadia',
    '',
  ])('N11: refuses %j', (text) => {
    expect(parseEmail(text)).toBeUndefined()
  })

  it.each([
    'a.b+tag@orchard.example',
    '\u0434\u0438\u043c\u0430@orchard.example',
    'a@b.co',
    'a@xn--mnchen-3ya.example',
  ])('accepts %j', (text) => {
    expect(parseEmail(text)).toBe(text)
  })
})

it.each([
  ['Orchard.Example', 'orchard.example'],
  ['m\u00fcnchen.example', 'xn--mnchen-3ya.example'],
  ['\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example', 'xn--mgba3gch31f060k.example'],
  ['orchard.example:443', undefined],
  ['user:pw@orchard.example', undefined],
  ['*.orchard.example', undefined],
])('the key of the domain %j is %j', (given, key) => {
  expect(domainKey(given)).toBe(key)
})
