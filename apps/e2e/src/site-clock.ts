import { emulatorControl } from '@latchkey/core/testing'
import { expect } from '@playwright/test'
import type { Site } from './stack.ts'

/** The time on a site, in milliseconds since 1970. */
export async function siteTime({ origin }: Site): Promise<number> {
  const response = await fetch(`${origin}/clock`)
  return ((await response.json()) as { now: number }).now
}

/** Moves the clock of the API, and waits until the site, which follows it a moment later, has moved too. */
export async function advanceClock(site: Site, seconds: number): Promise<void> {
  const { WORKOS_BASE_URL: baseUrl, WORKOS_API_KEY: apiKey } = site.env
  const before = await siteTime(site)
  await emulatorControl({ baseUrl, apiKey }).advanceClock(seconds)
  // The site may be ahead of the machine already, so only the difference shows that it has moved.
  await expect.poll(async () => (await siteTime(site)) - before).toBeGreaterThan(seconds * 1000 - 1_000)
}
