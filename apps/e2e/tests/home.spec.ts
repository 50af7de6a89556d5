import { expect, test } from '@playwright/test'
import { keepPicture } from '../src/picture.ts'
import { findSite } from '../src/stack.ts'

test.use({ javaScriptEnabled: false })

for (const name of ['react', 'sveltekit', 'plain'])
  test(`one click on the home page of the ${name} site signs in as a test account, or leads to its required step`, async ({
    page,
  }) => {
    const origin = findSite(name)?.origin ?? ''
    await page.goto(origin)
    await keepPicture(page, `${name}/home-accounts.png`)
    await page.getByRole('button', { name: 'Sign in as Tomas' }).click()
    await expect(page.locator('input[autocomplete="one-time-code"]')).toBeVisible()
    await page.goto(origin)
    await page.getByRole('button', { name: 'Sign in as Nadia' }).click()
    await page.waitForURL(`${origin}/account`)
    await expect(page.getByText('nadia@acme.example').filter({ visible: true }).first()).toBeVisible()
  })

for (const name of ['react', 'sveltekit', 'plain'])
  test(`DES-13: each page of the ${name} site has its own title`, async ({ request }) => {
    const origin = findSite(name)?.origin
    const titleOf = async (path: string) =>
      /<title>(.*?)<\/title>/.exec(await (await request.get(`${origin}${path}`)).text())?.[1]
    expect(await titleOf('/sign-in')).toBe('Sign in to Latchkey')
    expect(await titleOf('/sign-up')).toBe('Create your Latchkey account')
    expect(await titleOf('/forgot-password')).toBe('Reset your password – Latchkey')
    expect(await titleOf('/nowhere')).toMatch(/ – Latchkey$/)
  })

test('DES-33: the first script of the React site is compressed, without the theme page and the admin area', async ({
  request,
}) => {
  const origin = findSite('react')?.origin
  const page = await (await request.get(`${origin}/sign-in`)).text()
  const script = await request.get(`${origin}${/<script type="module" src="(.*?)"/.exec(page)?.[1]}`)
  expect(script.headers()['content-encoding']).toMatch(/gzip|deflate/)
  const text = await script.text()
  expect(text).not.toContain('Your brand, your language')
  expect(text).not.toContain('listOrganizationMemberships')
  expect(text.length).toBeLessThan(345_000)
})
