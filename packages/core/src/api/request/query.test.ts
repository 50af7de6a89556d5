import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { renderQuery } from './query.ts'

describe('a query', () => {
  it('omits undefined and the cursors at both ends of a list, and sends zero and false', () => {
    const query = { email: 'a', organizationId: undefined, after: null, before: null, limit: 0, all: false }
    expect(renderQuery(query)).toBe('?email=a&limit=0&all=false')
    expect(renderQuery({})).toBe('')
  })

  it.each([
    ...[
      { email: '' },
      { email: ' ' },
      { email: '\t\u00a0' },
      { email: null },
      { after: '' },
      { before: ' ' },
    ],
    ...[
      { domains: [] },
      { domains: [''] },
      { domains: ['a.example', ''] },
      { order: '' },
      { domains: [undefined as never] },
    ],
  ])('N16: refuses the empty filter %j and names it', (query) => {
    const [name] = Object.keys(query)
    expect(() => renderQuery(query)).toThrow(
      expect.objectContaining({
        code: 'input_invalid',
        option: name,
        message: expect.stringContaining(name as string),
      }),
    )
  })

  it('repeats the parameter for each item of an array', () => {
    expect(renderQuery({ events: ['user.created', 'user.deleted'] })).toBe(
      '?events=user.created&events=user.deleted',
    )
  })

  it('C6 sends every value unchanged', () => {
    const filter = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(filter, fc.array(filter, { minLength: 1 }), (email, events) => {
        const received = new URL(`https://api.example/${renderQuery({ email, events })}`).searchParams
        expect(received.get('email')).toBe(email)
        expect(received.getAll('events')).toEqual(events)
      }),
    )
  })

  it('C6 refuses an unpaired surrogate, because it would be sent as a different character', () => {
    expect(() => renderQuery({ email: '\ud800' })).toThrow(ConfigError)
    expect(() => renderQuery({ email: '\ud800' })).toThrow(
      expect.objectContaining({
        code: 'input_invalid',
        option: 'email',
        message: expect.stringContaining('email'),
      }),
    )
  })
})
