import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { renderPath, routeOf } from './path.ts'
import { templatePath } from './path-template.ts'

const render = (template: string, ids?: Record<string, string>) => renderPath(templatePath(template, ids))
const BASE = 'https://proxy.example/workos'

/** The URL that would be requested, or `refused` if the path is invalid. */
function requested(template: string, ids?: Record<string, string>): URL | 'refused' {
  try {
    return new URL(BASE + render(template, ids))
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ code: 'input_invalid' })
    return 'refused'
  }
}

const segmentsOf = (url: URL) => url.pathname.split('/').slice(2)

describe('a path template', () => {
  it('keeps its text, including percent-encoded characters', () => {
    expect(render('/vault/v1/kv')).toBe('/vault/v1/kv')
    expect(render('/users/external_id/a%40b.example')).toBe('/users/external_id/a%40b.example')
    expect(render('/things/grün:all@once')).toBe('/things/gr%C3%BCn:all@once')
  })

  it('takes IDs separately, and its route contains none', () => {
    const path = templatePath('/vault/v1/kv/{object_id}/versions/{n}', { object_id: 'a.b@c', n: '7' })
    expect(renderPath(path)).toBe('/vault/v1/kv/a.b%40c/versions/7')
    expect(routeOf(path)).toBe('/vault/v1/kv/{}/versions/{}')
  })

  it.each([
    '',
    'users',
    'https://evil.example/',
    '@evil.example/',
    '//evil.example',
    '/users//x',
    '/users/',
    '/',
    '/../admin',
    '/users/..',
    '/users/%2e%2e/admin',
    '/users/.%2E/admin',
    '/./users',
    '/users/%2fadmin',
    '/users/%5cadmin',
    '/users\\..\\admin',
    '/users?limit=1',
    '/users#top',
    '/users/%3Flimit=1',
    '/users/%252e%252e',
    '/users/a b',
    '/users/a%20b',
    '/users/\r\nHost:evil.example',
    '/users/%0d%0a',
    '/users/%',
    '/users/%zz',
    '/users/%ff',
    '/users/\ud800',
    '/users/{id}.json',
    '/users/{',
    `/${'a'.repeat(2_000)}`,
  ])('refuses %j', (template) => {
    expect(requested(template)).toBe('refused')
  })

  it('names an ID that is missing, and an ID that the path does not contain', () => {
    expect(() => render('/users/{user_id}')).toThrow(/ids has no user_id/)
    expect(() => render('/users/{toString}', {})).toThrow(/ids has no toString/)
    expect(() => render('/users', { user_id: 'user_1' })).toThrow(/path has no \{user_id\}/)
  })

  it('stays under the base URL with exactly its own segments, for any text', () => {
    const segment = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '..',
        '.',
        '%2e%2E',
        '%2f',
        '%5C',
        '\\',
        'a%40b',
        'users',
        '%25',
        '?',
        '#',
        '@h',
        ':80',
      ),
    )
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const url = requested(`/${segments.join('/')}`)
        if (url === 'refused') return
        expect(url.href.startsWith(`${BASE}/`)).toBe(true)
        expect(url.search + url.hash).toBe('')
        expect(segmentsOf(url).map(decodeURIComponent)).toEqual(
          segments.join('/').split('/').map(decodeURIComponent),
        )
      }),
    )
  })

  it('never lets an ID leave its segment, for any ID', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (id) => {
        const url = requested('/users/{id}/sessions', { id })
        if (url === 'refused') return
        expect(segmentsOf(url)).toHaveLength(3)
        expect(decodeURIComponent(segmentsOf(url)[1] as string)).toBe(id)
      }),
    )
  })
})
