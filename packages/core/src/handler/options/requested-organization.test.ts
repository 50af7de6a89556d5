import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestedOrganization } from './requested-organization.ts'

const origin = 'https://app.example.com'

/** An app that reads the organization from `/o/ID`, or from a query parameter. */
const organizationOf = ({ url }: { url: string }) => {
  const { pathname, searchParams } = new URL(url)
  return /^\/o\/([^/]+)$/.exec(pathname)?.[1] ?? searchParams.get('org') ?? undefined
}

const requested = (
  url: string | undefined,
  page?: string,
  read: typeof organizationOf | undefined = organizationOf,
) => requestedOrganization({ url, headers: new Headers(page ? { 'latchkey-organization': page } : {}) }, read)

describe('the organization that a request names', () => {
  it.each([
    ['/o/org_1', 'org_1'],
    ['/o/org_1/', 'org_1'],
    ['/%6f/org_1', 'org_1'],
    ['/o/org%5F1', 'org_1'],
    ['/o/a%2fb', 'a%2Fb'],
    ['/o/a%2Fb', 'a%2Fb'],
    ['/account?org=org_2', 'org_2'],
    ['/account?org=org_2#part', 'org_2'],
    ['/', undefined],
    ['/account', undefined],
    ['/?org=org_2', 'org_2'],
  ])('is read from the URL by the app: %s is %s', (path, organization) => {
    expect(requested(origin + path)).toBe(organization)
  })

  it.each([
    '/O/org_1',
    '/O/org_1/',
    '/o//org_1',
    '//o/org_1',
    '/./o/org_1',
    '/x/../o/org_1',
    '/o/org_1/.',
    '/o/org_1/..',
    '/o\\org_1',
    '/%2e%2e/o/org_1',
    '/o/org_1/%2e',
  ])('P10: is none for a spelling that routers read differently: %s', (path) => {
    expect(requested(origin + path, 'org_9')).toBe('')
  })

  it.each(['', 'nonsense', '/o/org_1', 'mailto:a@b.example', 'https:/o/org_1'])(
    'P10: is none for a URL that is not absolute: %j',
    (url) => {
      expect(requested(url, 'org_9')).toBe('')
    },
  )

  it('P10: is none if the framework provides no URL, or the app cannot read it', () => {
    expect(requested(undefined, 'org_9')).toBe('')
    const failing = () => {
      throw new RangeError('own')
    }
    expect(requested(`${origin}/o/org_1`, 'org_9', failing)).toBe('')
  })

  it('is that of the page if the URL names none, or the app reads none', () => {
    expect(requested(`${origin}/account`, 'org_9')).toBe('org_9')
    expect(requested(`${origin}/o/org_1`, 'org_9')).toBe('org_1')
    const headers = new Headers({ 'latchkey-organization': 'org_9' })
    expect(requestedOrganization({ url: `${origin}/o/org_1`, headers }, undefined)).toBe('org_9')
    expect(requestedOrganization({ headers }, undefined)).toBe('org_9')
    expect(requestedOrganization({ headers: new Headers() }, undefined)).toBeUndefined()
    const empty = new Headers({ 'latchkey-organization': '' })
    expect(requestedOrganization({ headers: empty }, undefined)).toBeUndefined()
  })

  it('keeps the case of a path whose lower case names no organization', () => {
    expect(requested(`${origin}/Account`, 'org_9')).toBe('org_9')
    expect(requested(`${origin}/o/Org_1`)).toBe('Org_1')
  })

  it('gives the app the headers, and the URL without needless escapes', () => {
    const seen: string[] = []
    const headers = new Headers({ 'x-own': '1' })
    requestedOrganization({ url: `${origin}/%61%2f?q=%62#%63`, headers }, (request) => {
      expect(request.headers).toBe(headers)
      seen.push(request.url)
      return undefined
    })
    expect(seen.slice(0, 2)).toEqual([`${origin}/a%2F?q=b#c`, `${origin}/a%2F/?q=b#c`])
    expect(seen).not.toContain(origin)
  })

  it('P10: is never another one than the app reads from the same path', () => {
    const segment = fc.constantFrom('o', 'O', '%6f', '%6F', 'org_1', 'ORG_1', 'x', '', '.', '..', '%2e')
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        const url = `${origin}/${segments.join('/')}`
        const found = requested(url)
        const own = organizationOf({ url })
        if (own === undefined || found === undefined || found === '') return
        expect(decodeURIComponent(found)).toBe(decodeURIComponent(own))
      }),
    )
  })
})
