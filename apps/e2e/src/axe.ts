import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Returns the violations that axe finds on a page: each rule, with the elements that break it. Axe runs in the page itself
 * and reports only violations, because a second page and a list of passed rules would make a run take three times as long.
 */
export async function findViolations(page: Page, exceptRules: readonly string[] = []): Promise<string[]> {
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(source)
  return page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
    })
    return violations.map(({ id, help, nodes }) => {
      const elements = nodes.map(({ target, html }) => `${target} ${html.slice(0, 160)}`)
      return `${id}: ${help}: ${elements.join(' | ')}`
    })
  }, exceptRules)
}
