import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'playwright/test'
import { inBrowser, keepSessionFresh, navigate, signUpInBrowser, withRunningApp } from './running-app.mjs'

const BOB = { email: 'bob@orchard.example', password: 'copper-lantern-thicket-77' }
const NADIA = { email: 'nadia@orchard.example', password: 'lantern-quartz-meadow-42' }

async function signIn(page, { origin }, { email, password }, returnTo = '/notes') {
  await page.goto(`${origin}/sign-in?returnTo=${returnTo}`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(origin + returnTo)
}

async function signOut(page, { origin }) {
  await page.goto(origin)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** KIT-4: a prerendered page shows the visitor's session shortly after it is loaded, and after signing in. */
const knowVisitorOfPrerenderedPage = (app) =>
  inBrowser(async (context) => {
    const page = await context.newPage()
    const requests = []
    page.on('request', (request) => request.url().endsWith('/auth/session') && requests.push(request.url()))
    await page.goto(`${app.origin}/pricing`)
    await page.getByText('Signed out').waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    assert.deepEqual(requests, [], 'a visitor without a session causes no request')
    await page.getByLabel('Email address').fill(NADIA.email)
    await page.getByLabel('Password', { exact: true }).fill('not-the-password')
    await page.keyboard.press('Enter')
    await page.getByText('That email address and password do not match.').waitFor()
    // KIT-11: a refused action keeps `returnTo` in the URL.
    assert.equal(new URL(page.url()).searchParams.get('returnTo'), '/pricing')
    await page.reload()
    await page.getByLabel('Email address').fill(NADIA.email)
    await page.getByLabel('Password', { exact: true }).fill(NADIA.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${app.origin}/pricing`)
    await page.getByText(`Signed in as ${NADIA.email}`).waitFor()
    await page.reload()
    await page.getByText(`Signed in as ${NADIA.email}`).waitFor()
    // KIT-11: Back does not return to the sign-in page.
    await page.goBack()
    assert.equal(new URL(page.url()).pathname, '/pricing')
  })

/**
 * KIT-5, KIT-7: whatever happens while a user fills in a form, the input is kept, and is not saved for another user. Tests
 * both kinds of forms: those of actions, and remote forms.
 */
const keepForm = (app, { field, button }) =>
  inBrowser(async (context) => {
    const text = 'A long note. '.repeat(30).trim()
    const page = await context.newPage()
    const other = await context.newPage()
    await signIn(page, app, NADIA)
    const box = page.getByLabel(field)
    const notice = page.getByRole('alert')
    const saved = page.getByRole('listitem')
    // The URL changes shortly before the page is rendered.
    await box.waitFor()
    const before = await saved.count()
    const lookAgain = () => page.evaluate(() => dispatchEvent(new Event('focus')))
    const refused = async (message) => {
      await page.getByRole('button', { name: button }).click()
      await notice.filter({ hasText: message }).waitFor()
      assert.equal(await box.inputValue(), text)
      assert.equal(page.url(), `${app.origin}/notes`)
    }
    await box.fill(text)

    await context.setOffline(true)
    await refused('The server cannot be reached')
    await context.setOffline(false)

    await signOut(other, app)
    await lookAgain()
    await page.getByText('Signed out').waitFor()
    await refused('You are signed out')
    assert.equal(await notice.getByRole('link', { name: 'Sign in' }).getAttribute('target'), '_blank')

    await signIn(other, app, BOB)
    // The page in the other tab notifies this one.
    await page.getByText(BOB.email, { exact: true }).waitFor()
    await refused(`You are now signed in as ${BOB.email}`)

    await signOut(other, app)
    await signIn(other, app, NADIA)
    await page.getByRole('button', { name: button }).click()
    await saved.nth(before).waitFor()
    assert.equal(await saved.nth(before).textContent(), `${text} by ${NADIA.email}`)
    assert.equal(await saved.count(), before + 1)
    // The list is updated shortly before the form is cleared.
    await expect(box).toHaveValue('')
  })

/** KIT-7: without JavaScript, the form itself identifies its user. */
const refuseFormOfAnother = (app) =>
  inBrowser(
    async (context) => {
      const page = await context.newPage()
      const other = await context.newPage()
      await signIn(page, app, NADIA)
      const before = await page.getByRole('listitem').count()
      await page.getByLabel('Text').fill('A note')
      await signOut(other, app)
      await signIn(other, app, BOB)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText(`You are now signed in as ${BOB.email}`).waitFor()
      await page.goBack()
      assert.equal(await page.getByLabel('Text').inputValue(), 'A note')
      await page.goto(`${app.origin}/notes`)
      assert.equal(await page.getByRole('listitem').count(), before)
    },
    { javaScriptEnabled: false },
  )

/** KIT-1: remote functions and ./forms work in development, and the session survives an edited file. */
const editWhileRunning = (app) =>
  inBrowser(async (context) => {
    const page = await context.newPage()
    await signIn(page, app, BOB)
    await page.getByText(`Notes of ${BOB.email}`).waitFor()
    await page.getByText('signed-in', { exact: true }).waitFor()
    const file = 'src/routes/notes/+page.svelte'
    writeFileSync(file, readFileSync(file, 'utf8').replace('<h1>Notes</h1>', '<h1>Edited</h1>'))
    while ((await page.locator('h1').textContent()) !== 'Edited') await page.reload()
    writeFileSync('src/hooks.server.ts', `${readFileSync('src/hooks.server.ts', 'utf8')}\n`)
    await page.reload()
    await page.getByText(`Notes of ${BOB.email}`).waitFor()
  })

await withRunningApp(
  () => ['build/index.js'],
  async (app) => {
    const guarded = await navigate(`${app.origin}/account`)
    assert.equal(guarded.statusCode, 303)
    assert.match(guarded.headers.location, /^\/sign-in\?returnTo=%2Faccount/)
    const script = await fetch(`${app.origin}/account`, { headers: { accept: 'text/html' } })
    assert.equal(script.status, 401, 'the response to a script')

    await signUpInBrowser(app, { javaScriptEnabled: false })
    await app.createUser(BOB)
    await knowVisitorOfPrerenderedPage(app)
    await keepForm(app, { field: 'Text', button: 'Save' })
    await keepForm(app, { field: 'Jotting', button: 'Jot down' })
    await refuseFormOfAnother(app)
    await keepSessionFresh(app)
  },
)

// This follows the guide: `npm run dev`, with settings only in .env.
await withRunningApp(
  (port) => [
    'node_modules/vite/bin/vite.js',
    'dev',
    '--host',
    '127.0.0.1',
    '--port',
    `${port}`,
    '--strictPort',
  ],
  async (app) => {
    await app.createUser(BOB)
    await editWhileRunning(app)
  },
  { settingsIn: '.env' },
)
