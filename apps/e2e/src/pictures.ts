// Updates the pictures in the documentation: `pnpm --filter @latchkey/e2e run pictures`.
import { readFileSync } from 'node:fs'
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

const look = { deviceScaleFactor: 2, colorScheme: 'light' } as const

/** Takes a screenshot of one step of the gallery. */
async function card(browser: Browser, state: string) {
  const shown = `${THREE_STEPS.replace('repeat(3, 25rem)', '25rem')}
    article:not([data-state="${state}"]) { display: none !important; }
    article[data-state="${state}"] { display: block; }`
  const page = await browser.newPage({ ...look, viewport: { width: 448, height: 700 } })
  const address = await servePage(page.context(), 'http://gallery.test', 'gallery.tsx', shown)
  await page.goto(`${address}?state=idle`)
  const article = page.locator(`article[data-state="${state}"]`)
  await article.locator('[data-lk-part="card"]').waitFor()
  return article.screenshot()
}

/** Sign-up, the code in the local inbox, and a second factor side by side, at twice the resolution. */
async function story(browser: Browser) {
  await using emulator = await createEmulator({ port: 0 })
  await fetch(`${emulator.url}/user_management/magic_auth`, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.default.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nadia@orchard.example' }),
  })
  const inbox = await browser.newPage({ ...look, viewport: { width: 448, height: 470 } })
  await inbox.goto(`${emulator.url}/_emulator/`)
  await inbox.getByText('nadia@orchard.example').first().waitFor()
  const pictures = [
    ['1. Your app asks for the code', await card(browser, 'sign-in verify-email')],
    ['2. The email is in the local inbox', await inbox.screenshot()],
    ['3. Your app sets up a second factor', await card(browser, 'sign-in mfa-enroll')],
  ] as const
  const page = await browser.newPage({ ...look, viewport: { width: 1344, height: 600 } })
  await page.setContent(
    `<style>body { margin: 0; padding: 1.5rem; display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.5rem;
       align-items: start; background: #f8f4ec; color: #221f1a; font: 600 1.1rem system-ui, sans-serif; }
     figure { margin: 0; } figcaption { margin-bottom: 0.75rem; } img { width: 100%; border-radius: 12px; }</style>` +
      pictures
        .map(
          ([text, picture]) =>
            `<figure><figcaption>${text}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
        )
        .join(''),
  )
  await page.screenshot({ path: join(images, 'story.png'), fullPage: true })
}

/** The image that other sites show with a link to the documentation. */
async function social(browser: Browser) {
  const picture = await card(browser, 'sign-in mfa-challenge')
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: 'light' })
  await page.setContent(
    `<style>body { margin: 0; height: 630px; display: grid; grid-template-columns: 1fr 25rem; gap: 4rem; padding: 0 4rem;
       box-sizing: border-box; align-items: center; background: #f8f4ec; color: #221f1a; font-family: system-ui, sans-serif; }
     svg { width: 20rem; height: auto; } p { margin: 1.5rem 0 0; font-size: 2.1rem; line-height: 1.25; text-wrap: balance; }
     img { width: 100%; }</style>
     <div>${readFileSync(join(images, 'logo.svg'), 'utf8')}
       <p>Your own sign-in UI for WorkOS, and a WorkOS that runs on your laptop.</p></div>
     <img src="data:image/png;base64,${picture.toString('base64')}">`,
  )
  await page.screenshot({ path: join(images, '../public/social.png') })
}

const browser = await chromium.launch(await findChromium())
try {
  await steps(browser)
  await inbox(browser)
  await story(browser)
  await social(browser)
} finally {
  await browser.close()
}
