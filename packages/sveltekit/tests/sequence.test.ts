import { error, redirect } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFixture, signedInBrowser } from './fixture.ts'

/** The behavior of other hooks in an app. `through` is whether they call the next hook. */
const HOOKS: Record<string, { through: boolean; handle: Handle }> = {
  passes: { through: true, handle: ({ event, resolve }) => resolve(event) },
  'changes a header': {
    through: true,
    async handle({ event, resolve }) {
      const response = await resolve(event)
      const copy = new Response(response.body, response)
      copy.headers.set('x-hook', '1')
      return copy
    },
  },
  'copies the event': { through: true, handle: ({ event, resolve }) => resolve({ ...event }) },
  redirects: { through: false, handle: () => redirect(303, '/elsewhere') },
  'throws an HTTP error': { through: false, handle: () => error(403, 'no') },
  breaks: {
    through: false,
    handle: () => {
      throw new TypeError('broken')
    },
  },
  responses: { through: false, handle: () => new Response('mine') },
  'responds with an immutable response': {
    through: false,
    handle: () => Response.redirect('https://app.example.com/', 303),
  },
  'breaks afterward': {
    through: true,
    async handle({ event, resolve }) {
      await resolve(event)
      throw new TypeError('broken')
    },
  },
}

it('the next hook is called exactly once, in 500 sequences in any order and with any ending', async () => {
  const fixture = await createFixture()
  const { browser } = await signedInBrowser(fixture)
  const cookie = browser.jar.header() ?? ''
  const names = fc.array(fc.constantFrom(...Object.keys(HOOKS)), { maxLength: 3 })
  const pages = fc.constantFrom(
    '/',
    '/kinds/redirect',
    '/kinds/crash',
    '/kinds-endpoint?redirect',
    '/account',
    '/missing',
  )
  await fc.assert(
    fc.asyncProperty(names, names, pages, fc.boolean(), async (before, after, path, isSignedIn) => {
      let requested = 0
      const count: Handle = ({ event, resolve }) => {
        requested += 1
        return resolve(event)
      }
      const hooks = (list: string[]) => list.map((name) => HOOKS[name]!.handle)
      const response = await browser.send('GET', path, {
        headers: { cookie: isSignedIn ? cookie : '' },
        platform: { before: hooks(before), after: [count, ...hooks(after)] },
      })
      expect(response.status).toBeGreaterThanOrEqual(200)
      expect(requested).toBe(before.every((name) => HOOKS[name]!.through) ? 1 : 0)
    }),
    { numRuns: 500 },
  )
})
