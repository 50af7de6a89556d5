import { describe, expect, it } from 'vitest'
import { FLOW_ERROR_MESSAGES } from '../flow/messages.ts'
import { ar } from './ar.ts'
import { de, deSignIn } from './de.ts'
import { EN_ACCOUNT } from './en-account.ts'
import { EN_FLOW } from './en-flow.ts'
import { accountText, errorText, fillText, flowText } from './text.ts'

describe('texts', () => {
  it('contain their values, and keep a placeholder without a value', () => {
    expect(fillText('{a} of {b}, {c}', { a: 1, b: 'two' })).toBe('1 of two, {c}')
  })

  it('contain numbers in the digits of the language', () => {
    expect(flowText(ar)('resendIn', { seconds: 28 })).toContain((28).toLocaleString('ar'))
    expect(fillText('{n}', { n: 1234 }, 'de')).toBe('1.234')
  })

  it('contain values literally, not as a pattern', () => {
    expect(fillText('{email}', { email: '$& {email} $1' })).toBe('$& {email} $1')
  })

  it('are English without a locale, and if a locale omits the account texts', () => {
    expect(flowText(undefined)('email')).toBe('Email address')
    expect(accountText(deSignIn)('changeEmail')).toBe('Change email address')
    expect(accountText(deSignIn)('signIn')).toBe(de.flow.signIn)
  })

  it('contain a word unchanged if it has no translation', () => {
    expect(accountText(undefined)('suspended' as never)).toBe('suspended')
  })

  it("contain the API's own reasons only on English pages", () => {
    const error = { code: 'password_strength_error' as const, reasons: ['At least 10 letters.'] }
    expect(errorText(undefined)(error)).toBe('Choose a stronger password. At least 10 letters.')
    expect(errorText(de)(error)).toBe(de.errors.password_strength_error)
  })
})

describe('English', () => {
  it('spells “email” without a hyphen', () => {
    const tables = [EN_FLOW, EN_ACCOUNT, FLOW_ERROR_MESSAGES].flatMap((table) => Object.values(table))
    expect(tables.filter((text) => /e-mail/i.test(text))).toEqual([])
  })
})
