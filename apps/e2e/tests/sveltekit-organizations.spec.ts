import { createClient } from '@latchkey/core/server'
import { expect, test } from '@playwright/test'
import { findSite, type Site } from '../src/stack.ts'
import { createUserEmail, signIn } from '../src/visitor.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('pages and their forms use the organization of their URL', async ({ context }) => {
      const site = findSite('sveltekit') as Site
      const { WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId, WORKOS_BASE_URL: baseUrl } = site.env
      const client = createClient({ apiKey, clientId, baseUrl })
      const email = await createUserEmail(site, 'ines')
      const { data } = await client.listUsers({ email })
      async function join(name: string) {
        const { id } = await client.createOrganization({ name })
        const membership = { organizationId: id, userId: data[0]?.id ?? '', roleSlug: 'admin' }
        await client.createOrganizationMembership(membership)
        return id
      }
      const harbour = await join('Harbour')
      await signIn(context, site, email)
      const meadow = await join('Meadow')
      const { id: foreign } = await client.createOrganization({ name: 'Foreign' })

      const page = await context.newPage()
      await page.goto(`${site.origin}/o/${meadow}`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Meadow')
      await page.getByLabel('Email address').fill(`omar@${meadow.toLowerCase().replace('_', '-')}.example`)
      await page.getByRole('button', { name: 'Invite' }).click()
      await expect(page.getByText('omar@').first()).toBeVisible()
      expect((await client.listInvitations({ organizationId: meadow })).data).toHaveLength(1)
      expect((await client.listInvitations({ organizationId: harbour })).data).toHaveLength(0)

      await page.goto(`${site.origin}/account/organizations`)
      const row = page.getByRole('listitem').filter({ hasText: 'Harbour' })
      await expect(row.getByText('active')).toBeVisible()
      await row.getByRole('link', { name: 'page of the organization' }).click()
      await expect(page.getByTestId('organization')).toHaveText(harbour)

      await page.goto(`${site.origin}/o/${foreign}`)
      await expect(page.getByText('403')).toBeVisible()
      await page.goto(`${site.origin}/account/organizations`)
      await expect(row.getByText('active')).toBeVisible()
    })
  })
}
