// Takes the pictures of the documentation again: `pnpm --filter @latchkey/e2e run pictures`.
import { join } from 'node:path'
import { createEmulator } from '@latchkey/emulator'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from './chromium.ts'
import { servePage } from './harness.ts'

const images = join(import.meta.dirname, '../../../docs/images')

const THREE_STEPS = `
  html { color-scheme: light dark; background: light-dark(#f8f4ec, #131210); }
  body { margin: 0; }
  #root { display: grid; grid-template-columns: repeat(3, 25rem); gap: 1.5rem; padding: 1.5rem; align-items: start; }
  article { display: none; }
  article:is([data-state="sign-in mfa-enroll"], [data-state="sign-in mfa-challenge"],
    [data-state="sign-in select-organization"]) { display: block; }
`

async function steps(browser: Browser) {
  const page = await browser.newPage({ viewport: { width: 1296, height: 600 }, colorScheme: 'light' })
  const address = await servePage(page.context(), 'http://gallery.test', 'gallery.tsx', THREE_STEPS)
  await page.goto(`${address}?state=idle`)
  await page.locator('article:visible').nth(2).waitFor()
  await page.screenshot({ path: join(images, 'steps.png'), fullPage: true })
}

async function inbox(browser: Browser) {
  await using emulator = await createEmulator({ port: 0 })
  const { apiKey } = emulator.default
  for (const [path, body] of [
    ['magic_auth', { email: 'nadia@orchard.example' }],
    ['invitations', { email: 'tomas@orchard.example' }],
    ['magic_auth', { email: 'lee@brook.example' }],
  ] as const)
    await fetch(`${emulator.url}/user_management/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const page = await browser.newPage({ viewport: { width: 1296, height: 620 }, colorScheme: 'dark' })
  await page.goto(`${emulator.url}/_emulator/`)
  await page.getByText('lee@brook.example').first().waitFor()
  await page.screenshot({ path: join(images, 'inbox.png') })
}

const browser = await chromium.launch(await findChromium())
try {
  await steps(browser)
  await inbox(browser)
} finally {
  await browser.close()
}
