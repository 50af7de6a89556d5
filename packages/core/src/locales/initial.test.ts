import { afterEach, describe, expect, it, vi } from 'vitest'
import { initialOf } from './initial.ts'

const NAMES: [name: string, initial: string][] = [
  ['Nadia Perez', 'N'],
  ['nadia@orchard.example', 'N'],
  ['🦄 Uni', '🦄'],
  ['👩🏽‍🚀 Ada', '👩🏽‍🚀'],
  ['👨‍👩‍👧 Ruiz', '👨‍👩‍👧'],
  ['🇩🇪 Team', '🇩🇪'],
  ['𝒜da', '𝒜'],
  ['\u200f\u05e9\u05e8\u05d4', 'ש'],
  ['\u202a\u2068Sam\u2069', 'S'],
  ['\ufeff  Ina', 'I'],
  ['A\u0301ngel', 'Á'],
  ['q\u0308', 'Q\u0308'],
  ['\u1112\u1161\u11ab글', '한'],
  ['ßtefan', 'ß'],
  ['ﬁona', 'ﬁ'],
  ['', ''],
  ['\u200f ', ''],
]

describe.each(['with Intl.Segmenter', 'without'])('initialOf, %s', (mode) => {
  afterEach(() => void vi.unstubAllGlobals())
  const prepare = () => mode === 'without' && vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined })

  it.each(NAMES)('BUG-19, N21: of %j is %j', (name, initial) => {
    prepare()
    expect(initialOf(name)).toBe(initial)
  })

  it('BUG-19: can be encoded as UTF-8, whatever a name begins with', () => {
    prepare()
    const broken: number[] = []
    for (let point = 0; point < 0x110000; point += 61) {
      if (point >= 0xd800 && point < 0xe000) continue
      const initial = initialOf(`${String.fromCodePoint(point)}x`)
      if (new TextDecoder().decode(new TextEncoder().encode(initial)) !== initial) broken.push(point)
    }
    expect(broken).toEqual([])
  })
})
