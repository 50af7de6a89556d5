// Looks at the built site: links, search, previews, axe, and whether a page can be scrolled sideways. Every page is opened
// as a light one on a phone and as a dark one on a desktop, and a page of each kind also the other way around.
// `--fast` opens a page of each kind only, `--pictures FOLDER` keeps pictures of them, `--without-api` is for a site that
// was built without the API reference.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../apps/e2e/src/chromium.ts'
import { pagePath, readPages } from '../src/site/pages.ts'
import { brokenLinks } from './links.ts'
import { QUESTIONS, SYMBOLS } from './questions.ts'
import { serve } from './serve.ts'

const folder = join(import.meta.dirname, '../build')
const base = process.env.DOCS_BASE ?? '/'
const hasApi = !process.argv.includes('--without-api')
const pictures = process.argv.includes('--pictures')
  ? process.argv[process.argv.indexOf('--pictures') + 1]
  : undefined
const THEMES = ['light', 'dark'] as const
const SIZES = { phone: { width: 375, height: 740 }, desktop: { width: 1280, height: 800 } }
/** A page of each kind. */
const KINDS = [
  '',
  'guides/react',
  'concepts/refresh',
  'components',
  'components/sign-in',
  'components/organization-members',
  'local',
  'reference/errors',
  'help/compare',
  'packages/react',
  ...(hasApi ? ['api/latchkey/node/hono'] : []),
  '404.html',
]
const isFast = process.argv.includes('--fast')
const slugs = isFast ? KINDS : [...new Set([...KINDS, ...readPages().map(({ slug }) => slug)])]

const failures: string[] = []
const report = (found: string[]) => {
  for (const failure of found) console.error(failure)
  failures.push(...found)
}

report(brokenLinks(folder, base).map((link) => `link: ${link}`))
const { server, origin } = await serve(folder, base)
const browser = await chromium.launch(await findChromium())
try {
  report(await searchFailures(browser))
  for (const theme of THEMES)
    for (const size of ['phone', 'desktop'] as const) {
      const isForAll = (theme === 'light') === (size === 'phone')
      if (isForAll || !isFast) report(await pageFailures(browser, theme, size, isForAll ? slugs : KINDS))
    }
} finally {
  await browser.close()
  server.close()
}
console.log(failures.length === 0 ? 'The site is in order.' : `${failures.length} failures`)
process.exitCode = failures.length === 0 ? 0 : 1

async function searchFailures(browser: Browser): Promise<string[]> {
  const page = await browser.newPage()
  await page.goto(`${origin}${pagePath('start/why', base)}`)
  await page.keyboard.press('Control+k')
  const wrong: string[] = []
  const firstFor = async (question: string, count: number) => {
    await page.locator('doc-search input').fill('')
    await page.locator('doc-search [data-results]:empty').waitFor({ state: 'attached' })
    await page.locator('doc-search input').fill(question)
    await page.locator('doc-search [data-results] a, doc-search [role=status]:not(:empty)').first().waitFor()
    const urls = await page
      .locator('doc-search [data-results] a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname))
    return [...new Set(urls)].slice(0, count)
  }
  for (const [question, slug] of QUESTIONS) {
    const found = await firstFor(question, 3)
    if (!found.includes(pagePath(slug, base)))
      wrong.push(`search: ${question} → ${found.join(' ')}, not ${slug}`)
  }
  for (const symbol of hasApi ? SYMBOLS : []) {
    const [first = ''] = await firstFor(symbol, 1)
    if (!first.includes('/api/')) wrong.push(`search: ${symbol} → ${first}`)
  }
  await page.close()
  return wrong
}

async function pageFailures(
  browser: Browser,
  theme: (typeof THEMES)[number],
  size: keyof typeof SIZES,
  slugs: readonly string[],
): Promise<string[]> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: SIZES[size],
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(`script: ${page.url()} ${error.message}`))
  for (const slug of slugs) {
    if (slug === '404') continue
    const path = pagePath(slug, base)
    await page.goto(`${origin}${slug.endsWith('.html') ? path.replace(/\/$/, '') : path}`)
    for (const preview of await page.locator('doc-preview iframe').all()) {
      await preview.scrollIntoViewIfNeeded()
      const shown = preview
        .contentFrame()
        .locator('article[data-shown] :is([data-lk], [data-lk-part])')
        .first()
      await shown
        .waitFor({ timeout: 10_000 })
        .catch(async () => wrong.push(`preview: /${slug} ${await preview.getAttribute('title')}`))
    }
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (sideways > 0) wrong.push(`sideways: /${slug} ${size} by ${sideways}px`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, nodes } of violations)
      wrong.push(`axe: /${slug} ${size} ${theme} ${id} ${nodes[0]?.target}`)
    if (pictures !== undefined && KINDS.includes(slug)) {
      mkdirSync(pictures, { recursive: true })
      const name = `${slug.replaceAll('/', '-') || 'home'}-${size}-${theme}.png`
      await page.screenshot({ path: join(pictures, name), fullPage: size === 'desktop' })
    }
  }
  await context.close()
  return wrong
}
