import { afterAll, expect, it } from 'vitest'
import { createBrowser } from './browser.ts'
import { organization, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
const browser = createBrowser(emulator)
afterAll(() => emulator.close())

it('shows the code of a mail on its first page', async () => {
  const { body } = await call('POST', '/user_management/magic_auth', { email: 'nadia@orchard.example' })
  await browser.open(`${emulator.url}/_emulator/`)
  expect(browser.status).toBe(200)
  expect(browser.html).toContain(body.code)
})

it('shows every section, with hostile names as text', async () => {
  const id = await verifiedUser(caller, 'tomas@orchard.example', {
    first_name: '<img src=x onerror=alert(1)>',
  })
  const org = await organization(caller, '"><script>alert(1)</script>', [id])
  await call('POST', '/user_management/invitations', { email: 'guest@orchard.example', organization_id: org })
  for (const section of [
    'inbox',
    'users',
    'organizations',
    'invitations',
    'sessions',
    'requests',
    'events',
    'clock',
    'faults',
  ]) {
    await browser.open(`${emulator.url}/_emulator/ui/${section}`)
    expect(browser.status).toBe(200)
    expect(browser.html).not.toMatch(/<script>alert|<img src=x/)
    expect(browser.html.match(/<script/g) ?? []).toHaveLength(section === 'inbox' ? 1 : 0)
  }
  await browser.open(`${emulator.url}/_emulator/ui/constructor`)
  expect(browser.status).toBe(404)
})

it('acts by posted forms', async () => {
  await browser.open(`${emulator.url}/_emulator/ui/users`)
  await browser.submit({ action: 'create', email: 'made@orchard.example', verified: 'on' })
  const { body } = await call('GET', '/user_management/users?email=made@orchard.example')
  expect(body.data[0].email_verified).toBe(true)
  await browser.submit({ action: 'create', email: 'made@orchard.example' })
  expect(browser.html).toContain('This email is not available.')
  const before = environment.clock.now().getTime()
  await browser.open(`${emulator.url}/_emulator/ui/clock`)
  await browser.submit({ action: 'advance', seconds: '600' })
  expect(environment.clock.now().getTime() - before).toBeGreaterThanOrEqual(600_000)
})

it('E1 changes nothing by GET, nor by a form from elsewhere', async () => {
  await browser.open(`${emulator.url}/_emulator/ui/inbox?action=clear`)
  expect(environment.inbox.list().length).toBeGreaterThan(0)
  const response = await emulator.fetch(`${emulator.url}/_emulator/ui/inbox`, {
    method: 'POST',
    body: 'action=clear',
    headers: { origin: 'http://localhost:3000' },
  })
  expect(response.status).toBe(403)
  expect(environment.inbox.list().length).toBeGreaterThan(0)
})
