import { describe, expect, it } from 'vitest'
import { authData, latchkey } from '../src/index.ts'
import { testEvent } from '../src/testing.ts'
import { appOrigin, createFixture } from './fixture.ts'

const PAGE = '<!doctype html><html><head><title>x</title></head><body></body></html>'
const brand = { name: 'Acme', icon: '/icon.png?a=1&b=2', accent: '#5b5bd6' } as const

/** The response of the hook for a page. */
async function ask(path: string, own: object = { brand }) {
  const fixture = await createFixture()
  const event = testEvent({ url: appOrigin + path })
  const { handle } = latchkey({ ...fixture.options, ...own })
  const response = await handle({
    event,
    resolve: (_event, options) =>
      new Response(options?.transformPageChunk?.({ html: PAGE, done: true }) ?? PAGE),
  })
  return { event, response, text: await response.text() }
}

describe('the brand in the hook', () => {
  it('adds its style sheet and icon to every page, before the other elements of the head', async () => {
    const { text } = await ask('/')
    expect(text).toMatch(/<head><link rel="stylesheet" href="\/auth\/brand\.css\?v=\w+" \/><link rel="icon"/)
    expect(text).toContain('href="/icon.png?a=1&amp;b=2"')
  })

  it('responds with the style sheet', async () => {
    const { response, text } = await ask('/auth/brand.css')
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(text).toContain('--lk-color-accent: light-dark(#5b5bd6')
  })

  it('is passed to the page for its components', async () => {
    const { event } = await ask('/')
    expect(authData({ ...event, depends: () => {} } as never)).toMatchObject({ status: 'signed-out', brand })
  })

  it('does not change pages if it is not set', async () => {
    expect((await ask('/', {})).text).toBe(PAGE)
  })

  it('is refused before any request if a field cannot be shown', () => {
    expect(() => latchkey({ brand: { name: 'Acme', terms: 'javascript:alert(1)' } })).toThrow(/brand\.terms/)
  })
})
