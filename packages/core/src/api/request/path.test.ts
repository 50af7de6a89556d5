import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { type ExternalId, path, renderPath, routeOf } from './path.ts'

const render = (id: unknown) => renderPath(path`/users/${id as string}/sessions`)
const renderExternal = (externalId: unknown) =>
  renderPath(path`/users/external_id/${{ externalId } as ExternalId}`)

describe('path', () => {
  it('inserts IDs', () => {
    expect(render('user_01JQ8Z6V3N4T7K2M9X5B0CDEFG')).toBe('/users/user_01JQ8Z6V3N4T7K2M9X5B0CDEFG/sessions')
  })

  it.each(['.', '..', 'a.b', '../organizations', 'user_1/..', '%2e%2e', ''])('C5 refuses the ID %j', (id) => {
    expect(() => render(id)).toThrow(ConfigError)
  })

  it.each([undefined, null, 7, {}, [], ['user_1'], true])('C5 refuses %j, which is not a string', (id) => {
    expect(() => render(id)).toThrow(expect.objectContaining({ code: 'input_invalid' }))
  })

  it('C5 refuses more than 256 characters, but accepts 256', () => {
    expect(render('u'.repeat(256))).toContain('u'.repeat(256))
    expect(() => render('u'.repeat(257))).toThrow(ConfigError)
    expect(() => render('ü'.repeat(257))).toThrow(ConfigError)
  })

  it('C5 never lets an ID leave its segment, for any ID', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (id) => {
        let rendered: string
        try {
          rendered = render(id)
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError)
          return
        }
        const url = new URL(`https://api.example${rendered}`)
        expect(url.pathname.split('/').length).toBe(4)
        expect(url.search + url.hash).toBe('')
        expect(decodeURIComponent(url.pathname.split('/')[2] as string)).toBe(id)
      }),
    )
  })

  it('C5 never repeats a refused ID in the error', () => {
    expect(() => render('secret/../value')).toThrow(/^(?!.*secret)/)
  })

  it('allows dots in an external ID, but not an ID of only dots', () => {
    expect(renderExternal('acme.corp@eu')).toBe('/users/external_id/acme.corp%40eu')
    for (const id of ['.', '..', '...', 'a/b', 'a?b', 'a%2fb', '']) {
      expect(() => renderExternal(id)).toThrow(ConfigError)
    }
  })

  it('has a route without IDs, for logs', () => {
    expect(routeOf(path`/users/${'user_1'}/sessions`)).toBe('/users/{}/sessions')
  })
})
