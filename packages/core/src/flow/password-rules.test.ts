import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPassword, passwordRulesAttribute } from './password-rules.ts'

const ALL = { minLength: 4, lowercase: true, uppercase: true, digit: true, symbol: true }
const met = (password: string) =>
  checkPassword(ALL, password)
    .filter(({ isMet }) => isMet)
    .map(({ rule }) => rule)

describe('DES-32: the rules for a new password', () => {
  it.each([
    ['', []],
    ['abcd', ['length', 'lowercase']],
    ['ÄB', ['uppercase']],
    ['٣', ['digit']],
    ['ü!', ['lowercase', 'symbol']],
    ['    ', ['length']],
    ['🔑🔑🔑🔑', ['length', 'symbol']],
    ['aB3!', ['length', 'lowercase', 'uppercase', 'digit', 'symbol']],
  ])('%j satisfies %j', (password, rules) => {
    expect(met(password)).toEqual(rules)
  })

  it('contain only the requested rules, and a longer password satisfies at least as many of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (password, more) => {
        expect(met(password + more)).toEqual(expect.arrayContaining(met(password)))
        expect(checkPassword({ minLength: 1 }, password).map(({ rule }) => rule)).toEqual(['length'])
        expect(checkPassword(undefined, password)).toEqual([])
      }),
    )
  })

  it.each([
    [undefined, undefined],
    [{}, undefined],
    [{ minLength: 10 }, 'minlength: 10;'],
    [ALL, 'minlength: 4; required: lower; required: upper; required: digit; required: special;'],
  ])('%j is passed to password managers as %j', (rules, attribute) => {
    expect(passwordRulesAttribute(rules)).toBe(attribute)
  })
})
