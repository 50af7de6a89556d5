import { describe, expect, it } from 'vitest'
import type { RouteError } from '../failures/route-error.ts'
import { requireCode } from './input.ts'

const refusal = (text: string | undefined) => {
  try {
    return requireCode(text)
  } catch (error) {
    return (error as RouteError).failure.error.code
  }
}

describe('a one-time code', () => {
  it.each([
    ['as in the email', '012 345-6 '],
    ['in full-width digits', '０１２３４５６'],
    ['in Arabic digits', '٠١٢ ٣٤٥٦'],
    ['in Persian digits', '۰۱۲۳۴۵۶'],
    ['in Devanagari digits', '०१२३४५६'],
  ])('is accepted %s', (_, text) => {
    expect(requireCode(text.replace(/[6６٦۶६]/, ''))).toBe('012345')
    expect(requireCode(text.replace(/[0０٠۰०]/, ''))).toBe('123456')
  })

  it('is accepted in the highest digits of each script', () => {
    expect(requireCode('٧٨٩۷۸۹')).toBe('789789')
  })

  it.each(['12345', '1234567', '12345a', '١٢٣٤٥', '१२३४५', '123456٪'])('cannot be %j', (text) => {
    expect(refusal(text)).toBe('invalid_one_time_code')
  })

  it.each([undefined, '', ' - '])('is missing from %j', (text) => {
    expect(refusal(text)).toBe('code_required')
  })
})
