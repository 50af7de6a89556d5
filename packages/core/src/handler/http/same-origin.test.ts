import { describe, expect, it } from 'vitest'
import { createSameOriginCheck } from './same-origin.ts'

const app = new URL('https://app.example.com')
const allows = (request: Request) =>
  createSameOriginCheck(app, [({ origin }) => origin === 'https://admin.example.com'])(request)

function request(headers: Record<string, string>) {
  return new Request('https://app.example.com/auth/sign-out', { method: 'POST', headers })
}

describe('the same-origin check', () => {
  it('X1 accepts requests from the app itself', () => {
    expect(allows(request({ origin: 'https://app.example.com', 'sec-fetch-site': 'same-origin' }))).toBe(true)
    expect(allows(request({ origin: 'https://app.example.com' }))).toBe(true)
    expect(allows(request({ 'sec-fetch-site': 'same-origin' }))).toBe(true)
  })

  it('S-08, BUG-04: accepts the forms of a page that sends no referrer', () => {
    expect(allows(request({ origin: 'null', 'sec-fetch-site': 'same-origin' }))).toBe(true)
  })

  it.each(['cross-site', 'same-site', 'none', '', 'same-origin, cross-site', 'Same-Origin'])(
    'S-08, BUG-04: refuses the origin null with Sec-Fetch-Site %j',
    (site) => expect(allows(request({ origin: 'null', 'sec-fetch-site': site }))).toBe(false),
  )

  it.each([
    'https://admin.example.com/x',
    'https://admin.example.com:443',
    'HTTPS://admin.example.com',
    'admin.example.com',
    'x',
  ])('X1 refuses a value that is not an origin: %s', (origin) => {
    for (const site of ['same-origin', 'same-site'])
      expect(allows(request({ origin, 'sec-fetch-site': site }))).toBe(false)
  })

  it('X1 accepts a listed origin', () => {
    const origin = 'https://admin.example.com'
    expect(allows(request({ origin }))).toBe(true)
    expect(allows(request({ origin, 'sec-fetch-site': 'same-origin' }))).toBe(true)
    expect(allows(request({ origin, 'sec-fetch-site': 'same-site' }))).toBe(true)
  })

  it.each([
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://app.example.com' },
    { origin: 'https://app.example.com.evil.example' },
    { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://app.example.com', 'sec-fetch-site': 'same-site' },
    { origin: 'https://app.example.com', 'sec-fetch-site': 'none' },
    { origin: 'https://app.example.com', 'sec-fetch-site': '' },
    { origin: 'https://admin.example.com', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://admin.example.com', 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
  ])('X1 refuses %j', (headers) => {
    expect(allows(request(headers as Record<string, string>))).toBe(false)
  })

  it.each(['text/plain', 'application/json', 'multipart/form-data', ''])(
    'X2 refuses another origin for every content type: %s',
    (type) => {
      expect(allows(request({ origin: 'https://evil.example', 'content-type': type }))).toBe(false)
    },
  )

  it('X9 treats both spellings of an internationalized origin as equal', () => {
    const check = createSameOriginCheck(new URL('https://bücher.example'))
    const from = (origin: string) =>
      new Request('https://xn--bcher-kva.example/', { method: 'POST', headers: { origin } })
    expect(check(from('https://xn--bcher-kva.example'))).toBe(true)
    expect(check(from('https://xn--bcher-kva.example.evil.example'))).toBe(false)
    expect(check(from('https://buecher.example'))).toBe(false)
  })
})
