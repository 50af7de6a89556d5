import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { relative } from '../src/emulator/dashboard/parts.ts'
import { requestFilter } from '../src/emulator/dashboard/request-filter.ts'
import { masked, maskedHeader, maskedText, maskedUrl } from '../src/emulator/request-log/masked.ts'
import type { RequestRecord } from '../src/index.ts'
import { createBrowser } from './browser.ts'
import { emails, PASSWORD, signIn, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
const browser = createBrowser(emulator)
afterAll(() => emulator.close())
const open = (page: string) => browser.open(`${emulator.url}/_emulator/ui/${page}`)
const unescaped = (href: string) => href.replaceAll('&amp;', '&')

describe('inbox', () => {
  it('DES-12: deletes an email and restores it', async () => {
    const email = 'undo@orchard.example'
    await call('POST', '/user_management/magic_auth', { email })
    const [{ id }] = (await emails(caller, { to: email })) as [{ id: string }]
    await open('inbox')
    await browser.submit({ action: 'delete', id })
    expect(await emails(caller, { to: email })).toEqual([])
    expect(browser.url.searchParams.get('undo')).toBe(id)
    expect(browser.html).toContain('Email deleted.')
  })

  it('DES-12: asks for confirmation before it clears an inbox, and shows which inbox and how many emails', async () => {
    await call('POST', '/user_management/magic_auth', { email: 'asks@orchard.example' })
    await open('inbox')
    expect(browser.html).toMatch(/This deletes \d+ emails?\./)
    expect(browser.html).toContain('role="dialog"')
  })

  it('L3, DES-15: shows an email as the recipient sees it, as text, as source, and with its headers', async () => {
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'panes@orchard.example' })
    const [{ id }] = (await emails(caller, { to: 'panes@orchard.example' })) as [{ id: string }]
    for (const [view, text] of [
      ['text', body.code],
      ['source', '&lt;'],
      ['headers', 'Auto-Submitted: auto-generated'],
    ]) {
      await open(`inbox?email=${id}&view=${view}`)
      expect(browser.html).toContain(text)
    }
    const preview = await emulator.fetch(`${emulator.url}/_emulator/mail/${environment.clientId}/${id}`)
    const policy = preview.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox allow-popups')
    expect(policy).not.toContain('allow-scripts')
    expect(await preview.text()).toContain('<base target="_blank">')
  })

  it('a row of the list, its views and the link back lead to that email', async () => {
    const codes: string[] = []
    for (const name of ['older', 'newer']) {
      const { body } = await call('POST', '/user_management/magic_auth', { email: `${name}@rows.example` })
      codes.push(body.code)
    }
    const links = () => [...browser.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => unescaped(href))
    await open('inbox?q=@rows.example')
    const [newest = '', older = ''] = links().filter((href) => href.includes('email='))
    expect(newest).not.toBe(older)
    await open(`inbox${older}`)
    expect(browser.html).toContain('class="panes chosen"')
    expect(browser.html).toContain(`data-copy="${codes[0]}"`)
    const text = links().find((href) => href.includes('view=text')) ?? ''
    await open(`inbox${text}`)
    expect(browser.html).toContain(`data-copy="${codes[0]}"`)
    const back = links().find((href) => href === '?q=%40rows.example')
    await open(`inbox${back}`)
    expect(browser.html).not.toContain('class="panes chosen"')
  })

  it('finds emails by address, code and kind', async () => {
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'needle@orchard.example' })
    await open(`inbox?q=${body.code}`)
    expect(browser.html).toContain('needle@orchard.example')
    await open('inbox?q=needle&kind=invitation')
    expect(browser.html).toContain('No email matches.')
  })
})

describe('requests', () => {
  it('DES-16: shows the headers, bodies and effects of a request, without secrets', async () => {
    const own = await start()
    const visitor = createBrowser(own.emulator)
    const { body, headers } = await own.call('POST', '/user_management/magic_auth', {
      email: 'drawer@orchard.example',
    })
    await visitor.open(`${own.emulator.url}/_emulator/ui/requests?open=${headers.get('x-request-id')}`)
    const drawer = visitor.html.slice(visitor.html.indexOf('drawer'))
    // If another node handled the request, this node does not have its contents.
    if (!drawer.includes('in the memory of the process')) {
      expect(drawer).toContain('Bearer ••••••')
      expect(drawer).toContain('drawer@orchard.example')
      expect(drawer).toContain('curl -X POST')
      expect(drawer).toContain('magic_auth.created')
      expect(drawer.replace(/<li>Email.*?<\/li>/g, '')).not.toContain(body.code)
      expect(drawer).not.toContain(own.environment.apiKey)
    }
    await own.emulator.close()
  })

  it('sends a request again', async () => {
    const own = await start({ storage: 'memory' })
    const visitor = createBrowser(own.emulator)
    await verifiedUser(own, 'again@orchard.example')
    await signIn(own, 'again@orchard.example')
    const id = own.environment.requests.list({ path: '/user_management/authenticate' }).at(-1)?.id ?? ''
    await visitor.open(`${own.emulator.url}/_emulator/ui/requests?open=${id}`)
    await visitor.submit({ action: 'replay', id })
    const sent = own.environment.requests.list({ path: '/user_management/authenticate' })
    expect(sent.map(({ status }) => status)).toEqual([200, 200])
    expect(visitor.url.searchParams.get('open')).toBe(sent.at(-1)?.id)
    await own.emulator.close()
  })

  const record: RequestRecord = {
    id: 'a',
    method: 'POST',
    path: '/user_management/authenticate',
    operation: 'authenticate',
    status: 401,
    code: 'invalid_grant',
    duration_ms: 120,
    at: '2026-01-01T00:00:00.000Z',
  }
  it.each([
    ['', true],
    ['status:4xx', true],
    ['status:401 method:post', true],
    ['status:5xx', false],
    ['path:/authenticate code:invalid_grant', true],
    ['code:invalid', false],
    ['slow:100', true],
    ['slow:>200', false],
    ['since:10m', true],
    ['since:1s', false],
    ['invalid_GRANT', true],
    ['users', false],
  ])('can be filtered by %o', (text, fits) => {
    expect(requestFilter(text, Date.parse(record.at) + 60_000)(record)).toBe(fits)
  })

  it('accepts any filter', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof requestFilter(text, 0)(record) === 'boolean'))
  })
})

describe('secrets', () => {
  const NAMES = [
    'password',
    'client_secret',
    'refresh_token',
    'access_token',
    'token',
    'pending_authentication_token',
  ]
  it('are hidden in bodies, regardless of the surrounding text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.stringMatching(/^[a-zA-Z0-9]{12,40}$/), (name, secret) => {
        for (const text of [
          JSON.stringify({ user: { list: [{ [name]: secret }] } }),
          new URLSearchParams({ grant_type: 'x', [name]: secret }).toString(),
        ])
          expect(maskedText(text)).not.toContain(secret)
        expect(maskedUrl(`http://localhost/cb?${name}=${secret}&state=1`)).not.toContain(secret)
        // A query may contain question marks, and no part of it is left out.
        expect(maskedUrl(`http://localhost/cb?q=a?b&${name}=${secret}`)).toMatch(/\?q=a%3Fb&/)
        expect(maskedUrl(`http://localhost/cb?q=a?b&${name}=${secret}`)).not.toContain(secret)
      }),
    )
  })

  it('are hidden in headers, codes and paths, but error codes are not', () => {
    expect(maskedHeader('authorization', 'Bearer sk_test_1')).toBe('Bearer ••••••')
    expect(maskedHeader('location', 'http://localhost/cb?code=01ABC&state=x')).not.toContain('01ABC')
    expect(masked({ code: '482913' })).toEqual({ code: '••••••' })
    expect(masked({ code: 'invalid_credentials' })).toEqual({ code: 'invalid_credentials' })
    expect(maskedUrl('/user_management/invitations/by_token/abc')).not.toContain('abc')
    expect(maskedText('\u0000not json')).not.toContain('not json')
    expect(masked({ value: 'sk_live_1', name: 'Build', nested: ['sk_test_2'] })).toEqual({
      value: '••••••',
      name: 'Build',
      nested: ['••••••'],
    })
    expect(masked({ code: 612345, password: 12345678, count: 7 })).toEqual({
      code: '••••••',
      password: '••••••',
      count: 7,
    })
    for (const name of ['passwordHash', 'clientSecret', 'accessToken', 'refreshToken', 'apiKey', 'URL'])
      expect(masked({ [name]: 'hidden' })).toEqual({ [name]: '••••••' })
    expect(maskedUrl('https://app.example.com/cb?a=1#access_token=abc')).toBe(
      'https://app.example.com/cb?a=1#••••••',
    )
  })

  it('are not part of the request log either', async () => {
    const { emulator } = await start()
    await emulator.fetch(`${emulator.url}/user_management/invitations/by_token/hidden-token`, {
      headers: { authorization: `Bearer ${emulator.default.apiKey}` },
    })
    expect(emulator.default.requests.list().map(({ path }) => path)).toEqual([
      '/user_management/invitations/by_token/••••••',
    ])
  })
})

describe('long lists', () => {
  it('DES-17: users have a total, pages, a search by email address and name, and a sort order', async () => {
    const own = await start()
    const visitor = createBrowser(own.emulator)
    const users = Array.from({ length: 120 }, (_, index) => ({
      email: `u${String(index).padStart(3, '0')}@orchard.example`,
      first_name: index === 77 ? 'Ottoline' : 'Ada',
    }))
    await own.environment.seed({ users })
    const page = (query: string) => visitor.open(`${own.emulator.url}/_emulator/ui/users?${query}`)
    await page('')
    expect(visitor.html).toContain('1–50 of 120')
    await page('page=3&sort=email')
    expect(visitor.html).toContain('101–120 of 120')
    expect(visitor.html).toContain('u119@orchard.example')
    expect(visitor.html).not.toContain('u099@orchard.example')
    for (const search of ['ottoline', '077@ORCHARD', 'u077']) {
      await page(new URLSearchParams({ q: search }).toString())
      expect([search, visitor.html.includes('1–1 of 1')]).toEqual([search, true])
      expect(visitor.html).toContain('u077@orchard.example')
    }
    for (const hostile of [
      'page=-1',
      'page=1e99',
      'page=x',
      'q=%27%25_%5C',
      'sort=password_hash',
      'page=400',
    ]) {
      await page(hostile)
      expect([hostile, visitor.status]).toEqual([hostile, 200])
    }
    await visitor.open(`${own.emulator.url}/_emulator/ui/events?q=u077@orchard&event=user.created`)
    expect(visitor.html).toContain('1–1 of 1')
    await own.emulator.close()
  })

  it('organizations have a total, pages, a search and a sort order, too', async () => {
    await call('POST', '/organizations', {
      name: 'Ümlaut Works',
      domain_data: [{ domain: 'works.example', state: 'verified' }],
    })
    for (const search of ['Works', 'works.exa']) {
      await open(`organizations?q=${search}`)
      expect(browser.html).toContain('Ümlaut Works')
    }
  })
})

it('DES-4: changes are sent as events, and pages show ages only in time elements', async () => {
  const own = await start({ storage: 'memory' })
  const response = await own.emulator.fetch(`${own.emulator.url}/_emulator/stream`)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  await own.call('POST', '/user_management/magic_auth', { email: 'news@orchard.example' })
  let text = ''
  while (!text.includes('"topic":"mail"')) text += (await reader?.read())?.value
  expect(text).toContain('1 new email: ')
  const visitor = createBrowser(own.emulator)
  await visitor.open(`${own.emulator.url}/_emulator/`)
  expect(visitor.html.match(/role="status"|aria-live/g)).toHaveLength(1)
  expect(visitor.html.replace(/<time[^>]*>[^<]*<\/time>|<script>[\s\S]*?<\/script>/g, '')).not.toMatch(
    /\d+ s ago/,
  )
  await own.emulator.close()
  // The stream ends when the server closes.
  while (!(await reader?.read())?.done);
})

it('DES-18: the dashboard shows a single environment on request', async () => {
  const own = await start()
  const visitor = createBrowser(own.emulator)
  const { body } = await own.call('POST', '/_emulator/environments', { name: 'other' })
  const authorization = `Bearer ${body.api_key}`
  await own.call('POST', '/user_management/magic_auth', { email: 'other@orchard.example' }, { authorization })
  await own.call('POST', '/user_management/magic_auth', { email: 'own@orchard.example' })
  await visitor.open(`${own.emulator.url}/_emulator/ui/inbox?env=${body.client_id}`)
  expect(visitor.html).toContain('other@orchard.example')
  expect(visitor.html).not.toContain('own@orchard.example')
  await visitor.submit({ action: 'clear', scope: 'one' })
  expect(await emails(own)).toEqual([])
  expect((await own.call('GET', '/_emulator/emails', undefined, { authorization })).body.data).toHaveLength(1)
  await own.emulator.close()
})

it('DES-13: titles name what the page is about', async () => {
  const id = await verifiedUser(caller, 'title@orchard.example', { password: PASSWORD })
  await open(`users?id=${id}`)
  expect(browser.html).toContain('<title>title@orchard.example · Users · Latchkey</title>')
})

describe('DES-24: a URL that cannot be opened', () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const { clientId } = environment

  it.each([
    ['/_emulator/ui/nothing', 404, 'It was deleted, or the URL is wrong.', { message: 'Not Found' }],
    ['/_emulator/nothing', 404, 'It was deleted, or the URL is wrong.', { message: 'Not Found' }],
    ['/nothing', 501, 'GET /nothing', { code: 'not_emulated' }],
    ['/vault/v1/kv', 501, 'not_emulated', { code: 'not_emulated' }],
    [
      `/user_management/authorize?client_id=${clientId}`,
      400,
      'The parameter redirect_uri is missing.',
      { error: 'invalid_request' },
    ],
    [
      `/sso/authorize?client_id=${clientId}&redirect_uri=https://evil.example`,
      400,
      'The redirect_uri is not registered for this client.',
      { error: 'invalid_request' },
    ],
    [
      '/user_management/sessions/logout',
      422,
      'A session_id is required.',
      { message: 'A session_id is required.' },
    ],
    ['/sso/logout?token=none', 404, 'Not Found', { message: 'Not Found' }],
  ])('is a page for browsers, and JSON for other clients: %s', async (path, status, text, body) => {
    const shown = await emulator.fetch(emulator.url + path, { headers: { accept } })
    expect([shown.status, shown.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await shown.text()
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toContain(text)
    for (const other of ['application/json', '*/*', 'application/json, text/html']) {
      const response = await emulator.fetch(emulator.url + path, { headers: { accept: other } })
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'application/json; charset=utf-8',
      ])
      expect(await response.json()).toMatchObject(body)
    }
  })

  it('shows nothing that the URL contains as markup', async () => {
    const shown = await emulator.fetch(`${emulator.url}/nothing%3Cimg%20src=x%3E`, { headers: { accept } })
    expect(await shown.text()).not.toContain('<img')
  })

  it('stays JSON for operations that pages call', async () => {
    const response = await emulator.fetch(`${emulator.url}/user_management/users`, { headers: { accept } })
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }])
  })
})

it('DES-34: the settings form has positive labels', async () => {
  await open('settings')
  expect(browser.html).toContain('Allow passwords')
  await browser.submit({
    ...{
      action: 'save',
      team_name: 'Orchard',
      mfa: 'required',
      radar: 'off',
      radar_challenge: 'email',
      password_min_length: '12',
      accent_color: '#aa3300',
    },
    ...{
      access_token_seconds: '60',
      session_days: '1',
      refresh_reuse_window_seconds: '10',
      password_enabled: 'on',
    },
  })
  expect(environment.settings.get()).toMatchObject({
    ...{ team_name: 'Orchard', mfa: 'required', password_min_length: 12, accent_color: '#aa3300' },
    ...{
      access_token_seconds: 60,
      refresh_reuse_window_seconds: 10,
      password_enabled: true,
      magic_auth_enabled: false,
    },
  })
  await browser.submit({
    action: 'save',
    team_name: 'Orchard',
    mfa: 'off',
    accent_color: 'red',
    session_days: '0',
  })
  expect(browser.status).toBe(400)
  expect(browser.html).toContain('accent_color')
})

it('the command palette finds pages, commands and records', async () => {
  const id = await verifiedUser(caller, 'palette@orchard.example')
  const found = async (q: string) => {
    const response = await emulator.fetch(`${emulator.url}/_emulator/ui/find.json?q=${encodeURIComponent(q)}`)
    return ((await response.json()) as Array<{ label: string; href: string }>).map(({ label }) => label)
  }
  expect(await found('palette@')).toContain('palette@orchard.example')
  expect(await found(id)).toContain('palette@orchard.example')
  expect(await found('clock 1 hour')).toEqual(['Clock: 1 hour ahead'])
  await open('find?q=inbox')
  expect(browser.html).toContain('Search or run')
})

it('the members of an organization are shown in pages, with their number', async () => {
  const { body } = await call('POST', '/organizations', { name: 'Many members' })
  const members = Array.from({ length: 53 }, (_, at) => `member-${at}@many.example`)
  await environment.seed({
    users: members.map((email) => ({ email })),
    organizations: [{ id: body.id, name: 'Many members', members: members.map((email) => ({ email })) }],
  })
  const shown = () => new Set(browser.html.match(/data-key="om_\w+"/g)).size
  await open(`organizations?id=${body.id}`)
  expect([shown(), browser.html.includes('1–50 of 53')]).toEqual([50, true])
  await open(`organizations?id=${body.id}&page=2`)
  expect([shown(), browser.html.includes('51–53 of 53')]).toEqual([3, true])
})

it('the filter of events offers each name that was recorded once', async () => {
  await call('POST', '/user_management/users', { email: 'names@orchard.example' })
  await call('POST', '/user_management/users', { email: 'names-2@orchard.example' })
  await open('events')
  const [, select = ''] = /<select name="event"[^>]*>(.*?)<\/select>/s.exec(browser.html) ?? []
  const offered = [...select.matchAll(/value="([^"]+)"/g)].map(([, name]) => name)
  const recorded = (await environment.events.list()).map(({ event }) => event)
  expect(offered).toEqual([...new Set(recorded)].sort())
})

it.each([
  [0, 'now'],
  [-4000, 'now'],
  [-30_000, '30 s ago'],
  [-90_000, '1 min ago'],
  [-7_200_000, '2 h ago'],
  [-172_800_000, '2 d ago'],
  [30_000, 'in 30 s'],
  [600_000, 'in 10 min'],
])('a difference of %d ms is shown as "%s"', (ms, text) => {
  expect(relative(ms)).toBe(text)
})
