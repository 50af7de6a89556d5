import { describe, expect, it } from 'vitest'
import type { Auth } from '../../session/auth.ts'
import { ownCookie } from '../../session/cookie.ts'
import { personalResponse } from './personal-response.ts'

const cookie = (name: string, value: string) => ownCookie({ secure: true, name: '', prefix: '' }, name, value)

const linesOf = (response: Response) => response.headers.getSetCookie().map((line) => line.split(';', 1)[0])

describe('a response for one user', () => {
  it('is kept out of shared caches, regardless of its own cache headers', () => {
    const public_ = new Response('hello', { headers: { 'cache-control': 'public, max-age=600' } })
    expect(personalResponse(public_, []).headers.get('cache-control')).toBe('private, no-store')
  })

  it.each([
    'CDN-Cache-Control',
    'Cloudflare-CDN-Cache-Control',
    'Netlify-CDN-Cache-Control',
    'Vercel-CDN-Cache-Control',
    'Akamai-Cache-Control',
    'ExampleCDN-Cache-Control',
    'Surrogate-Control',
    'Edge-Control',
    'X-Accel-Expires',
  ])('G6: is not served to an attacker by a cache that obeys %s', (name) => {
    const allowed = new Response('hello', { headers: { [name]: 'max-age=600', 'x-other': '1' } })
    const { headers } = personalResponse(allowed, [])
    expect([headers.get(name), headers.get('x-other')]).toEqual([null, '1'])
  })

  it('sets each cookie once: the last one of each name, and none that the response already sets', () => {
    const response = new Response('hello', { headers: { 'set-cookie': 'session=own; Path=/' } })
    const cookies = [
      cookie('session', 'refreshed'),
      cookie('hint', '1'),
      cookie('hint', '2'),
      cookie('sess', 'x'),
    ]
    expect(linesOf(personalResponse(response, cookies))).toEqual(['session=own', 'hint=2', 'sess=x'])
  })

  it('is a copy if the headers of the response are immutable', async () => {
    const redirect = personalResponse(Response.redirect('https://app.example.com/next', 303), [
      cookie('session', 'refreshed'),
    ])
    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, 'https://app.example.com/next'])
    expect(linesOf(redirect)).toEqual(['session=refreshed'])
    expect(redirect.headers.get('cache-control')).toBe('private, no-store')
    const fetched = await fetch('data:text/plain,hello')
    expect(await personalResponse(fetched, []).text()).toBe('hello')
  })

  it('RFC 6750: says why a caller with an access token is refused, and only then', () => {
    const expired = { isBearer: true, status: 'signed-out', reason: 'expired' } as Auth
    const challenge = (status: number, auth?: Auth) =>
      personalResponse(new Response(null, { status }), [], auth).headers.get('www-authenticate')
    expect(challenge(401, expired)).toBe(
      'Bearer error="invalid_token", error_description="The access token has expired"',
    )
    expect(challenge(403, expired)).toBeNull()
    expect(challenge(200, expired)).toBeNull()
    expect(challenge(401)).toBeNull()
  })

  it('RFC 6750: asks for a sign-in only if the user is signed out', () => {
    const signedIn = { isBearer: true, status: 'signed-in' } as Auth
    const response = personalResponse(new Response(null, { status: 401 }), [], signedIn)
    expect(response.headers.get('www-authenticate')).toBeNull()
  })
})
