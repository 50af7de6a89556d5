import { createClient } from '@latchkey/core/server'
import { emulatorControl } from '@latchkey/core/testing'
import { ACME_ORGANIZATION_ID, DEMO_PASSWORD } from '@latchkey/demo/demo-users'
import { type BrowserContext, expect } from '@playwright/test'
import { advanceClock } from './site-clock.ts'
import type { Site } from './stack.ts'

export const NADIA = 'nadia@acme.example'

/** The controls of the local server behind a site. */
export const controlOf = ({ env }: Site) =>
  emulatorControl({ baseUrl: env.WORKOS_BASE_URL, apiKey: env.WORKOS_API_KEY })

const clientOf = ({ env }: Site) =>
  createClient({ apiKey: env.WORKOS_API_KEY, clientId: env.WORKOS_CLIENT_ID, baseUrl: env.WORKOS_BASE_URL })

async function createUser(site: Site, name: string) {
  const email = `${name}-${Date.now().toString(36)}@orchard.example`
  return clientOf(site).createUser({ email, password: DEMO_PASSWORD, firstName: name, emailVerified: true })
}

/** A new user, with the password of all test accounts. */
export const createUserEmail = async (site: Site, name: string): Promise<string> =>
  (await createUser(site, name)).email

/** A new admin of Acme, who is not affected by the sign-in limits of the users in other tests. */
export async function createAdmin(site: Site, name: string): Promise<string> {
  const { id, email } = await createUser(site, name)
  const organizationId = ACME_ORGANIZATION_ID
  await clientOf(site).createOrganizationMembership({ userId: id, organizationId, roleSlug: 'admin' })
  return email
}

/** Moves the clocks of the API and the site until every access token has expired. */
export const expireTokens = (site: Site): Promise<void> => advanceClock(site, 600)

/** Signs in without a page, so that the open pages of this browser do not know about it yet. */
export async function signIn(context: BrowserContext, { origin }: Site, email = NADIA) {
  const response = await context.request.post(`${origin}/auth/sign-in/password`, {
    headers: { origin, accept: 'application/json' },
    data: { kind: 'sign-in', email, password: DEMO_PASSWORD },
  })
  const { step } = (await response.json()) as { step: { name: string } }
  expect(step.name, 'the step after the password').toBe('complete')
}

/** Moves the clock of this browser by two minutes, and then focuses each of its pages. */
export async function lookLater(context: BrowserContext) {
  await context.clock.fastForward(120_000)
  await Promise.all(context.pages().map((page) => page.evaluate(() => dispatchEvent(new Event('focus')))))
}

/** The number of calls to one path that the API has recorded. */
export async function callsTo(path: string, { env }: Site): Promise<number> {
  const response = await fetch(`${env.WORKOS_BASE_URL}/_emulator/requests`, {
    headers: { authorization: `Bearer ${env.WORKOS_API_KEY}` },
  })
  const { data } = (await response.json()) as { data: { path: string }[] }
  return data.filter((request) => request.path === path).length
}
