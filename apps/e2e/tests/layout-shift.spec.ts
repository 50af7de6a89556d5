import { expect, test } from '@playwright/test'
import { findSite } from '../src/stack.ts'

for (const name of ['react', 'sveltekit', 'plain']) {
  test(`nothing on the ${name} site shifts while it loads`, async ({ page }) => {
    const site = findSite(name)
    if (site === undefined) throw new Error(`The ${name} site is not running.`)
    await page.addInitScript(() => {
      const seen = { shift: 0 }
      Object.assign(globalThis, { layout: seen })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    for (const path of ['/', '/sign-in', '/sign-up', '/forgot-password', '/device']) {
      await page.goto(site.origin + path, { waitUntil: 'networkidle' })
      const shift = await page.evaluate(
        () => (globalThis as unknown as { layout: { shift: number } }).layout.shift,
      )
      expect(shift, path).toBeLessThanOrEqual(0.02)
    }
  })
}
