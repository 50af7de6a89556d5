import { describe, expect, it } from 'vitest'
import { isPlainForm, refusalPage } from './refusal-page.ts'

const sent = (headers: Record<string, string>) =>
  isPlainForm(new Request('https://app.example.com/auth/sign-in', { method: 'POST', headers }))

describe('whether the browser itself sent a request', () => {
  it.each([
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': '  Application/X-WWW-Form-Urlencoded; charset=utf-8' }],
    [{ 'content-type': 'multipart/form-data; boundary=x' }],
    [{ 'content-type': 'text/plain', 'sec-fetch-mode': 'navigate' }],
    [{ 'sec-fetch-mode': 'navigate' }],
    [{ accept: 'text/html' }],
    [{ accept: 'application/xhtml+xml, TEXT/HTML;q=0.9' }],
  ])('is known by %j', (headers) => {
    expect(sent(headers)).toBe(true)
  })

  it.each([
    [{}],
    [{ 'content-type': 'application/json' }],
    [{ 'content-type': 'application/x-www-form-urlencoded2' }],
    [{ 'content-type': 'x-application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json', 'sec-fetch-mode': 'cors', accept: '*/*' }],
    [{ accept: 'text/html5' }],
    [{ accept: 'context/html' }],
  ])('is not assumed for %j', (headers) => {
    expect(sent(headers)).toBe(false)
  })
})

describe('the page for a form that was refused', () => {
  it('says why, in a page that runs and loads nothing, and leads home', async () => {
    const page = refusalPage(413, { code: 'too_large', retryAfterSeconds: 3 }, 'https://app.example.com/')
    expect(page.status).toBe(413)
    expect(page.headers.get('retry-after')).toBe('3')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    const html = await page.text()
    expect(html.match(/<h1>(.*)<\/h1>\n<p><a href="(.*)">Go to (.*)<\/a><\/p>/)?.slice(1)).toEqual([
      html.match(/<title>(.*)<\/title>/)?.[1],
      'https://app.example.com/',
      'https://app.example.com/',
    ])
  })

  it('has the time to wait only if it is known', () => {
    expect(refusalPage(403, { code: 'cross_origin' }, 'https://a.example/').headers.get('retry-after')).toBe(
      null,
    )
  })

  it('escapes what the sender wrote', async () => {
    const page = refusalPage(403, { code: 'cross_origin' }, 'https://a.example/?a&b', `<i>"&'</i>`)
    const html = await page.text()
    expect(html).toContain("<p>&lt;i&gt;&quot;&amp;'&lt;/i&gt;</p>")
    expect(html).toContain('<a href="https://a.example/?a&amp;b">')
  })
})
