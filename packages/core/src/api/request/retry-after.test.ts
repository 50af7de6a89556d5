import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const now = Date.parse('Fri, 14 Mar 2025 09:26:53 GMT')

describe('Retry-After', () => {
  it.each([
    ['7', 7],
    [' 7 ', 7],
    ['0', 0],
    ['1.5', 1.5],
    ['999999999999', 86_400],
    ['9'.repeat(400), 86_400],
    ['Fri, 14 Mar 2025 09:27:03 GMT', 10],
    ['Fri, 14 Mar 2025 09:26:43 GMT', 0],
    ['Fri, 14 Mar 2099 09:26:43 GMT', 86_400],
  ])('C11 reads %j', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds)
  })

  it.each([
    null,
    undefined,
    '',
    '-1',
    'soon',
    '5 apples',
    '1e9',
    '0x10',
    'Infinity',
    'Fri, 99 Mar 2025 99:99:99 GMT',
  ])('C11 ignores %j', (header) => expect(readRetryAfter(header, now)).toBeUndefined())

  it('C11 always returns between 0 and 86,400 seconds, for any header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (header) => {
        const seconds = readRetryAfter(header, now)
        expect(seconds === undefined || (seconds >= 0 && seconds <= 86_400)).toBe(true)
      }),
    )
  })
})
