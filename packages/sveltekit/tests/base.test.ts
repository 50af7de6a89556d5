import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import type { LatchkeyOptions } from '../src/index.ts'
import { buildFrom } from './build-app.ts'
import { createFixture, createUser } from './fixture.ts'

const FLOW = (page: string) => ({
  [`src/routes/${page}/+page.svelte`]: `<h1>${page}</h1>`,
  [`src/routes/${page}/+page.server.ts`]: `import { signInPage } from '@latchkey/sveltekit'\nexport const { load, actions } = signInPage()`,
})

const FILES = {
  ...FLOW('(auth)/sign-in'),
  'src/routes/+page.svelte': '<h1>Home</h1>',
  'src/routes/notes/+page.svelte': '<h1>Notes</h1>',
  'src/routes/about/+page.svelte': '<a href="/app/auth/session">Session</a>',
  'src/routes/about/+page.ts': 'export const prerender = true',
}

const HOOK = `({ platform }) => ({
  guard: { default: 'signed-in', routes: { '/about': 'public' } },
  ...platform?.options,
})`
const BASE = `paths: { base: '/app', ...(VERSION.startsWith('3.') && { origin: 'https://app.example.com' }) }`

const OPTIONS = {
  'the base only in Kit': {},
  'the base also in the options': {
    basePath: '/app/auth',
    returnTo: '/app',
    pages: { signIn: '/app/sign-in' },
  },
  'the base left to the adapter': {
    basePath: '/auth',
    returnTo: '/notes',
    pages: { signIn: '/sign-in' },
  },
}

it('BUG-06: users can sign in under paths.base, whether or not the options contain it', {
  timeout: 120_000,
}, async () => {
  const signedIn: string[] = []
  const { said } = await buildFrom(HOOK, FILES, BASE, async (folder) => {
    for (const [title, options] of Object.entries(OPTIONS)) {
      await signInBelowBase(options, pathToFileURL(`${folder}/`))
      signedIn.push(title)
    }
  })
  expect([said, signedIn]).toEqual(['', Object.keys(OPTIONS)])
})

async function signInBelowBase(options: LatchkeyOptions, folder: URL): Promise<void> {
  const fixture = await createFixture(options, undefined, folder)
  const browser = fixture.browser()
  const closed = await browser.get('/app/notes?page=2')
  expect(closed.headers.get('location')).toBe('/app/sign-in?returnTo=%2Fapp%2Fnotes%3Fpage%3D2')
  expect((await browser.get('/app/sign-in')).status).toBe(200)
  expect((await browser.get('/app/auth/session')).status).toBe(200)
  const { email, password } = await createUser(fixture)
  const fields = { email, password, returnTo: '/app/notes?page=2' }
  const done = await browser.post('/app/sign-in?/password', fields)
  expect(done.headers.get('location')).toBe('/app/notes?page=2')
  expect((await browser.get('/app/notes')).status).toBe(200)
  const out = await browser.post('/app/auth/sign-out', {})
  expect(out.headers.get('location')).toMatch(/^\/app\/?$/)
  const elsewhere = await browser.post('/app/sign-in?/password', {
    email,
    password,
    returnTo: '//evil.example',
  })
  const home = options.returnTo === '/notes' ? /^\/app\/notes$/ : /^\/app\/?$/
  expect(elsewhere.headers.get('location')).toMatch(home)
}
