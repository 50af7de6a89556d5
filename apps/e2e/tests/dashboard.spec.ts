import { createEmulator, type Emulator } from '@latchkey/emulator'
import { test as base, expect, type Page } from '@playwright/test'
import { findViolations } from '../src/axe.ts'

const SECTIONS = [
  ...['inbox', 'requests', 'events', 'users', 'organizations', 'invitations', 'sessions', 'clock', 'faults'],
  ...['snapshots', 'webhooks', 'settings', 'environments', 'find'],
]

/** A separate server with data of every kind, and functions that create more. */
interface Fixture {
  emulator: Emulator
  post(path: string, body: object): Promise<Response>
  sendCode(email: string): Promise<string>
  open(path: string): Promise<void>
}

const test = base.extend<object, { emulator: Emulator }>({
  emulator: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const emulator = await createEmulator({ port: 0 })
      await use(emulator)
      await emulator.close()
    },
    { scope: 'worker' },
  ],
})

async function fixtureOf(emulator: Emulator, page: Page): Promise<Fixture> {
  await emulator.default.reset()
  await emulator.default.clock.resume()
  const post = (path: string, body: object) =>
    fetch(emulator.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.default.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    emulator,
    post,
    async sendCode(email) {
      const response = await post('/user_management/magic_auth', { email })
      return ((await response.json()) as { code: string }).code
    },
    open: async (path) => {
      await page.goto(`${emulator.url}/_emulator/ui/${path}`)
    },
  }
}

async function fillWith({ emulator, post, sendCode }: Fixture): Promise<void> {
  await emulator.default.seed({
    users: [
      { email: 'nadia@orchard.example', password: 'correct horse battery', email_verified: true },
      { email: 'a-very-long-address-of-a-user-without-any-space@subdomain.orchard.example' },
    ],
    organizations: [
      {
        name: 'An organization whose name is so long that it has to wrap somewhere',
        domains: ['orchard.example'],
      },
    ],
  } as Parameters<Emulator['default']['seed']>[0])
  await sendCode('nadia@orchard.example')
  await post('/user_management/invitations', { email: 'guest@orchard.example' })
  await post('/user_management/password_reset', { email: 'nadia@orchard.example' })
  await post('/user_management/authenticate', {
    grant_type: 'password',
    email: 'nobody@orchard.example',
    password: 'wrong',
  })
  await post('/webhook_endpoints', { endpoint_url: 'http://localhost:9/hook', events: [] })
}

/** The message that the sandbox of an email logs when axe tries to run in it. */
const SANDBOXED = /^Blocked script execution in '[^']+\/_emulator\/mail\//

const LOOKS = [
  { colorScheme: 'light', width: 390, otherWidth: 1280 },
  { colorScheme: 'dark', width: 1280, otherWidth: 390 },
] as const

for (const { colorScheme, width, otherWidth } of LOOKS)
  test(`every page of the dashboard is accessible, fits its width and obeys its policy: ${colorScheme}, ${width}`, async ({
    browser,
    emulator,
  }) => {
    test.setTimeout(300_000)
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 844 } })
    const fixture = await fixtureOf(emulator, page)
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && !SANDBOXED.test(message.text())) problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
    await fixture.open('inbox')
    await fillWith(fixture)
    const users = (await (
      await fetch(`${emulator.url}/user_management/users`, {
        headers: { authorization: `Bearer ${emulator.default.apiKey}` },
      })
    ).json()) as { data: Array<{ id: string }> }
    const request = emulator.default.requests.list({ path: '/user_management/authenticate' }).at(-1)?.id
    const email = emulator.default.inbox.list({ kind: 'invitation' })[0]?.id
    for (const path of [
      ...SECTIONS,
      `users?id=${users.data[0]?.id}`,
      `requests?open=${request}`,
      `inbox?email=${email}`,
      `inbox?email=${email}&view=source`,
    ]) {
      await fixture.open(path)
      expect(await findViolations(page), path).toEqual([])
      for (const shown of [width, otherWidth]) {
        await page.setViewportSize({ width: shown, height: 844 })
        const content = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(content, `${path} at ${shown} px`).toBeLessThanOrEqual(shown)
      }
      await page.setViewportSize({ width, height: 844 })
    }
    expect(problems).toEqual([])
    await page.close()
  })

test('DES-4: new items are added before the existing items, which are not rendered again, and are announced once', async ({
  page,
  emulator,
}) => {
  const fixture = await fixtureOf(emulator, page)
  await fixture.sendCode('first@orchard.example')
  await fixture.open('inbox')
  await page.evaluate(() => {
    const changes: string[] = []
    Object.assign(window, { changes, first: document.querySelector('[data-live=mails] li') })
    new MutationObserver((records) => {
      for (const { target } of records) changes.push((target as Element).closest?.('time') ? 'time' : 'list')
    }).observe(document.querySelector('[data-live=mails]') as Element, {
      childList: true,
      subtree: true,
      characterData: true,
    })
  })
  await expect(page.locator('[data-stream]')).toHaveText('Live')
  const code = await fixture.sendCode('second@orchard.example')
  const rows = page.locator('[data-live=mails] li')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText(code)
  await expect(page.locator('#news')).toHaveText(
    `1 new email: ${code} is your code for Latchkey, to second@orchard.example`,
  )
  const isSame = await page.evaluate(() => {
    const { first } = window as unknown as { first: Element }
    return document.querySelectorAll('[data-live=mails] li')[1] === first
  })
  expect(isSame).toBe(true)
  expect(await page.locator('[aria-live], [role=status]').count()).toBe(1)
})

test('DES-16: the list of requests can be paused, shows how many requests are new, and continues', async ({
  page,
  emulator,
}) => {
  const fixture = await fixtureOf(emulator, page)
  await fixture.open('requests')
  await expect(page.locator('[data-stream]')).toHaveText('Live')
  await page.keyboard.press('Space')
  await expect(page.locator('[data-pause]')).toHaveText('Resume')
  await fixture.sendCode('waits@orchard.example')
  await expect(page.locator('[data-pause]')).toHaveText('Resume (1 new)')
  await expect(page.locator('main tbody tr')).toHaveCount(0)
  await page.locator('[data-pause]').click()
  await expect(page.locator('main tbody tr')).toHaveCount(1)
})

test('the command palette finds pages, users and commands with the keyboard', async ({ page, emulator }) => {
  const fixture = await fixtureOf(emulator, page)
  await fillWith(fixture)
  await fixture.open('inbox')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('nadia@')
  await expect(
    page.locator('#palette').getByRole('option', { name: /nadia@orchard\.example User/ }),
  ).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle(/^nadia@orchard\.example · Users/)
  await page.waitForLoadState()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('clock 1 hour')
  await expect(page.locator('#palette').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.locator('.clock')).toContainText('+1 h')
  await page.waitForLoadState()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page).toHaveURL(/ui\/inbox/)
  await page.waitForLoadState()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/mail=email_/)
})

test('DES-12: deleting requires confirmation, which works with the keyboard, and the focus returns', async ({
  page,
  emulator,
}) => {
  const fixture = await fixtureOf(emulator, page)
  await fixture.sendCode('kept@orchard.example')
  await fixture.open('inbox')
  const button = page.getByRole('button', { name: 'Empty the inbox…' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('This deletes 1 email.')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(button).toBeFocused()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('Email deleted.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('[data-live=mails] li')).toHaveCount(1)
})

test('an email is shown in a frame, in phone size and in dark mode, and its link opens outside the frame', async ({
  page,
  emulator,
}) => {
  const fixture = await fixtureOf(emulator, page)
  await fixture.post('/user_management/invitations', { email: 'guest@orchard.example' })
  await fixture.open('inbox')
  const email = page.frameLocator('iframe')
  await expect(email.getByRole('heading', { name: 'Join Latchkey' })).toBeVisible()
  await page.getByLabel('Phone').check()
  expect((await page.locator('iframe').boundingBox())?.width).toBeLessThanOrEqual(376)
  await page.getByLabel('Dark').check()
  await expect
    .poll(() => page.locator('iframe').evaluate((frame) => getComputedStyle(frame).colorScheme))
    .toBe('dark')
  const opened = page.context().waitForEvent('page')
  await email.getByRole('link', { name: 'Accept invitation' }).click()
  await expect((await opened).getByRole('heading', { name: 'Join Latchkey' })).toBeVisible()
})

test('without JavaScript, emails can be read and deleted, the clock moved, and requests filtered', async ({
  browser,
  emulator,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const fixture = await fixtureOf(emulator, page)
  const code = await fixture.sendCode('plain@orchard.example')
  await fixture.open('inbox')
  await expect(page.locator('.big')).toHaveText(code)
  await page.getByRole('button', { name: 'Empty the inbox…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Empty the inbox' }).click()
  await expect(page.getByText('No emails yet.')).toBeVisible()
  await page.locator('.clock').click()
  await page.getByRole('button', { name: '+1 day' }).click()
  await expect(page.locator('.clock')).toContainText('+1 d')
  await fixture.open('requests')
  await page.getByRole('link', { name: 'Failed' }).click()
  await expect(page.getByText('No request matches.')).toBeVisible()
  await context.close()
})
