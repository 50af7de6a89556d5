import { describe, expect, it } from 'vitest'
import { ownCookie } from '../../session/cookie.ts'
import {
  errorResponse,
  jsonResponse,
  notModifiedResponse,
  pageResponse,
  redirectResponse,
} from './route-response.ts'

const cookie = (name: string, value: string) => ownCookie({ secure: true, name: '', prefix: '' }, name, value)

const namesOf = ({ headers }: Response) => headers.getSetCookie().map((line) => line.split(';', 1)[0])

describe('the responses of the handler', () => {
  it.each([
    ['JSON', jsonResponse({})],
    ['an error', errorResponse(400, { code: 'invalid_request' })],
    ['a page', pageResponse('<p>', { status: 403 })],
    ['a redirect', redirectResponse('/next')],
    ['"not modified"', notModifiedResponse()],
  ])('are for one user, and neither framed, sniffed, nor read from other origins: %s', (_, response) => {
    const { headers } = response
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('vary')).toBe('Cookie, Authorization, Accept, latchkey-organization')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.getSetCookie()).toEqual([])
  })

  it('have the status, the headers and the last cookie of each name', async () => {
    const cookies = [cookie('session', '1'), cookie('hint', '1'), cookie('session', '2')]
    const json = jsonResponse({ a: 1 }, { status: 201, cookies, headers: { 'x-own': '1' } })
    expect([json.status, json.headers.get('x-own'), await json.json()]).toEqual([201, '1', { a: 1 }])
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(namesOf(json)).toEqual(['session=2', 'hint=1'])

    const redirect = redirectResponse('https://app.example.com/next', cookies)
    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, 'https://app.example.com/next'])
    expect(namesOf(redirect)).toEqual(['session=2', 'hint=1'])

    const current = notModifiedResponse({ etag: '"1"' }, cookies)
    expect([current.status, current.headers.get('etag')]).toEqual([304, '"1"'])
    expect(namesOf(current)).toEqual(['session=2', 'hint=1'])
    expect(notModifiedResponse().headers.get('etag')).toBe(null)

    const error = errorResponse(429, { code: 'rate_limited', retryAfterSeconds: 7 }, cookies, {
      'x-own': '1',
    })
    expect([error.status, error.headers.get('retry-after'), error.headers.get('x-own')]).toEqual([
      429,
      '7',
      '1',
    ])
    expect(await error.json()).toEqual({ error: { code: 'rate_limited', retryAfterSeconds: 7 } })
    expect(namesOf(error)).toEqual(['session=2', 'hint=1'])
    expect(jsonResponse({}).status).toBe(200)
  })

  it('cannot end the script element that contains their JSON', async () => {
    const text = await jsonResponse({ name: '</script>\u2028\u2029' }).text()
    expect(text).toBe('{"name":"\\u003c/script>\\u2028\\u2029"}')
  })
})
