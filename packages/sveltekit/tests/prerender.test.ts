import { describe, it } from 'vitest'
import { buildFrom } from './build-app.ts'

const AHEAD = 'export const prerender = true'

const build = (hook: string, files: Record<string, string>, prerender = '{}') =>
  buildFrom(hook, files, `prerender: ${prerender}`)

const page = (folder: string, options = AHEAD) => ({
  [`src/routes/${folder}/+page.svelte`]: '<h1>For members</h1>',
  [`src/routes/${folder}/+page.server.ts`]: `${options}\nexport const load = () => ({ text: 'For members' })`,
})

const REMOTE = {
  'src/routes/+page.svelte': `<script lang="ts">import { report } from './report.remote.ts'</script>{await report()}`,
  'src/routes/report.remote.ts': `import { prerender } from '$app/server'\nexport const report = prerender(() => 'For members')`,
}

const CLOSED = `{ guard: { default: 'signed-in' } }`

describe.concurrent('S-04, KIT-3: a prerendered route has no guard, so it must be public', {
  timeout: 120_000,
}, () => {
  it.for<[string, string, Record<string, string>, string]>([
    [
      'a page under a rule, with prerender = auto',
      `{ guard: { default: 'public', routes: { '/(app)/*': { role: 'admin' } } } }`,
      {
        'src/routes/+page.svelte': '<a href="/members">Members</a>',
        'src/routes/+page.ts': AHEAD,
        ...page('(app)/members', `export const prerender = 'auto'`),
      },
      '/(app)/members',
    ],
    [
      'an endpoint that a public page calls during the build',
      `{ guard: { default: 'signed-in', routes: { '/about': 'public' } } }`,
      {
        'src/routes/report/+server.ts': `${AHEAD}\nexport const GET = () => Response.json('For members')`,
        'src/routes/about/+page.svelte': '<h1>About</h1>',
        'src/routes/about/+page.server.ts': `${AHEAD}\nexport const load = async ({ fetch }) => ({ report: await (await fetch('/report')).json() })`,
      },
      '/report',
    ],
  ])('%s', async ([_title, hook, files, route], { expect }) => {
    const { isBuilt, said, files: built } = await build(hook, files)
    expect(isBuilt).toBe(false)
    expect(said).toContain(`The route ${route} is prerendered (prerender) but is not public.`)
    expect(said).toContain('remove its `prerender`')
    expect(said).toContain(`guard.routes: { '${route}': 'public' }`)
    expect(built.filter((file) => file.includes(route.slice(-6)))).toEqual([])
  })

  it('P2: a page that no rule makes public, even if the app ignores pages that fail', async ({ expect }) => {
    const { isBuilt, said, files } = await build(CLOSED, page('help'), `{ handleHttpError: 'ignore' }`)
    expect([isBuilt, files]).toEqual([false, []])
    expect(said).toContain('The route /help is prerendered')
  })

  it('a remote prerender() function', async ({ expect }) => {
    const { isBuilt, said } = await build(CLOSED, REMOTE)
    expect(isBuilt).toBe(false)
    expect(said).toMatch(/The remote function \w+\/report is prerendered \(prerender\) but is not public/)
    expect(said).toContain(`make it a query(), or set guard.remote to 'per-function'`)
  })

  it('rules from a function that needs a request', async ({ expect }) => {
    const hook = `({ platform }) => ({ apiKey: platform.env.KEY, guard: { default: 'signed-in' } })`
    const { isBuilt, said } = await build(hook, page('help'))
    expect(isBuilt).toBe(false)
    expect(said).toContain('without reading the platform while `building`')
  })

  it('public routes, and routes that are linked but not prerendered, are allowed', async ({ expect }) => {
    const guard = `{ default: 'signed-in', remote: 'per-function', routes: { '/': 'public', '/(open)/*': 'public' } }`
    const { isBuilt, said, files } = await build(`{ guard: ${guard} }`, {
      ...REMOTE,
      'src/routes/+page.svelte': '<a href="/members">Members</a><a href="/auth/session">Session</a>',
      'src/routes/+page.ts': AHEAD,
      ...page('(open)/about'),
      ...page('members', ''),
    })
    expect([isBuilt, said]).toEqual([true, ''])
    expect(files.filter((file) => !file.startsWith('data/')).sort()).toEqual([
      'dependencies/about/__data.json',
      'pages/about.html',
      'pages/index.html',
    ])
  })
})
