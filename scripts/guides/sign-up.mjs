// The last step of a guide: signs up in a browser with the code from the inbox, and is still signed in after a reload.
import assert from 'node:assert/strict'
import { chromium } from '../../apps/e2e/node_modules/@playwright/test/index.mjs'
import { findChromium } from '../../apps/e2e/src/chromium.ts'

const KEY = 'sk_test_latchkey_local'
const PASSWORD = 'lantern-quartz-meadow-42'

/** Signs up with the code from the inbox. Checks that the user is still signed in after a reload, and that no error is logged. */
export async function signUp(origin, emulator, run) {
  const email = `nadia.${run}@orchard.example`
  const browser = await chromium.launch(await findChromium())
  const page = await browser.newPage()
  try {
    // A development server compiles a page on its first request.
    page.setDefaultTimeout(60_000)
    const complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
    })
    await page.goto(`${origin}/sign-up`)
    await page.getByLabel(/email address/i).fill(email)
    if (await page.getByLabel('First name').isVisible()) {
      await page.getByLabel('First name').fill('Nadia')
      await page.getByLabel('Last name').fill('Orchard')
    }
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: /code/i }).fill(await mailedCode(emulator, email))
    // Plain forms, and components before their script runs, need Enter. A component that has already submitted the code
    // does not submit it twice.
    await page.keyboard.press('Enter')
    await page.waitForURL(`${origin}/`)
    const greeting = page.getByText(/Hello (Nadia|nadia)/).first()
    await greeting.waitFor()
    await page.reload()
    await greeting.waitFor()
    assert.deepEqual(complaints, [], 'the browser console')
  } catch (error) {
    const shown = await page.locator('body').innerText()
    throw new Error(`${error.message}\nThe page at ${page.url()}:\n${shown}`, { cause: error })
  } finally {
    await browser.close()
  }
}

async function mailedCode(emulator, email) {
  const query = new URLSearchParams({ to: email, kind: 'email_verification', wait: '30' })
  const response = await fetch(`${emulator}/_emulator/emails?${query}`, {
    headers: { authorization: `Bearer ${KEY}` },
  })
  const { data } = await response.json()
  assert.equal(data?.length > 0, true, `an email with a code to ${email}`)
  return data[0].code
}
