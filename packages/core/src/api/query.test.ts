import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import { renderQuery } from './query.ts'

describe('query', () => {
  it('leaves out undefined and null, and sends empty text, zero and false', () => {
    expect(renderQuery({ email: '', organizationId: undefined, after: null, limit: 0, all: false })).toBe(
      '?email=&limit=0&all=false',
    )
    expect(renderQuery({})).toBe('')
  })

  it('repeats an array', () => {
    expect(renderQuery({ events: ['user.created', 'user.deleted'] })).toBe(
      '?events=user.created&events=user.deleted',
    )
  })

  it('C6 brings every value through unchanged', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'grapheme' })),
        (email, events) => {
          const received = new URL(`https://api.example/${renderQuery({ email, events })}`).searchParams
          expect(received.get('email')).toBe(email)
          expect(received.getAll('events')).toEqual(events)
        },
      ),
    )
  })

  it('C6 refuses half of a surrogate pair, which would arrive as another character', () => {
    expect(() => renderQuery({ email: '\ud800' })).toThrow(ConfigError)
  })
})
