import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainSpellings, readDomainName } from './domain-name.ts'
import { decodeLabel } from './punycode.ts'

describe('BUG-02: a domain name', () => {
  it.each([
    ['orchard.example', 'orchard.example'],
    ['ORCHARD.Example', 'orchard.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['MÜNCHEN.EXAMPLE', 'xn--mnchen-3ya.example'],
    ['mu\u0308nchen.example', 'xn--mnchen-3ya.example'],
    ['XN--MNCHEN-3YA.example', 'xn--mnchen-3ya.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['пример.испытание', 'xn--e1afmkfd.xn--80akhbyknj4f'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['例え．テスト', 'xn--r8jz45g.xn--zckzah'],
    ['مثال.إختبار', 'xn--mgbh0fb.xn--kgbechtv'],
    ['उदाहरण.परीक्षा', 'xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g'],
    ['نامه\u200cای.example', 'xn--mgba3gch31f060k.example'],
    ['ｏｒｃｈａｒｄ.example', 'orchard.example'],
    ['a.b.c.d.example', 'a.b.c.d.example'],
    ['123.example', '123.example'],
    ['a.1x', 'a.1x'],
    ['a.x1', 'a.x1'],
    [`${'a.'.repeat(123)}example`, `${'a.'.repeat(123)}example`],
    ['a--b.example', 'a--b.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('has one normal form: %j becomes %j', (text, expected) => expect(readDomainName(text)).toBe(expected))

  it.each([
    ...['', '.', 'example', 'localhost', 'orchard.example.', '.orchard.example', 'orchard..example'],
    ...[
      'orchard.example:25',
      'orchard.example/x',
      'orchard.example?x',
      'orchard.example#x',
      'u@orchard.example',
    ],
    ...['orch%61rd.example', 'orch ard.example', 'a_b.example', '-a.example', 'a-.example', 'a.-example'],
    ...[
      '127.0.0.1',
      '1.2.3.4',
      '2130706433',
      '0x7f.1',
      '１２７.０.０.１',
      '[::1]',
      'a.1',
      'a.12',
      'xn--.example',
    ],
    ...['orchard\u200b.example', 'orch\u00adard.example', 'orchard\u2060.example', 'orchard\ufe0f.example'],
    ...[
      'orchard／x.example',
      'orchard？.example',
      'orchard＃.example',
      'orchard％41.example',
      'orchard：1.example',
    ],
    ...[
      `${'a'.repeat(64)}.example`,
      `${'a.'.repeat(123)}examples`,
      'orchard\u0000.example',
      '\ud800.example',
    ],
    ...['orchard\\.example', 'orchard\n.example', 'orchard\t.example', "o'rchard.example", '<b>.example'],
  ])('cannot be %j', (text) => expect(readDomainName(text)).toBeUndefined())

  it('has a normal form that does not change when it is normalized again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (label) => {
        const once = readDomainName(`${label}.example`)
        if (once !== undefined) expect(readDomainName(once)).toBe(once)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 2_000) },
    )
  })
})

describe('N22: the spellings of a domain', () => {
  it.each([
    ['orchard.example', ['orchard.example']],
    ['xn--mnchen-3ya.example', ['xn--mnchen-3ya.example', 'münchen.example']],
    ['xn--strae-oqa.example', ['xn--strae-oqa.example', 'straße.example']],
    ['xn--r8jz45g.xn--zckzah', ['xn--r8jz45g.xn--zckzah', '例え.テスト']],
    ['xn--mgbh0fb.xn--kgbechtv', ['xn--mgbh0fb.xn--kgbechtv', 'مثال.إختبار']],
  ])('of %s are %j', (domain, expected) => expect(domainSpellings(domain)).toEqual(expected))

  it.each([
    // The samples in RFC 3492 §7.1, without the prefix.
    ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['4dbcagdahymbxekheh6e0a7fei0b', 'למההםפשוטלאמדבריםעברית'],
    ['n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa', 'なぜみんな日本語を話してくれないのか'],
    ['2-u9tlzr9756bt3uc0v', 'ひとつ屋根の下2'],
    ['d9juau41awczczp', 'そのスピードで'],
  ])('are decoded as in RFC 3492: %s', (encoded, expected) => {
    expect(decodeLabel(`xn--${encoded}`)).toBe(expected)
  })

  it('are decoded to the same name, for any name', () => {
    const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(label, (text) => {
        const domain = readDomainName(`${text}.example`)
        if (domain === undefined) return
        for (const spelling of domainSpellings(domain)) expect(readDomainName(spelling)).toBe(domain)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 2_000) },
    )
  })

  it.each(['xn--', 'xn--!', 'xn--99999999', 'xn---', 'plain'])('leave %s unchanged', (label) => {
    expect(() => decodeLabel(label)).not.toThrow()
  })
})
