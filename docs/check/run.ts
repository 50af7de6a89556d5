// Checks the built site.
// - The HTML of every page, including the API reference: links and anchors, one h1, unique IDs, title and description.
//   For the pages of this repository also the previous page, the next page, the edit link, and `llms.txt`.
// - Search: the questions of newcomers and the names of symbols.
// - In a browser, every page of this repository in light mode on a phone: scripts, previews, sideways scrolling, and all
//   rules of axe. Then in dark mode on a desktop: sideways scrolling, and the rules of axe that depend on colors or width.
//   One page of each kind, including one of the API reference, is checked with all rules in all four combinations.
// Tables are generated or uniform, so axe checks only their first rows. The browser tests of the gallery check previews.
// `--fast` opens only one page of each kind, `--pictures FOLDER` saves screenshots of them, and `--without-api` is for a
// site that was built without the API reference.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../apps/e2e/src/chromium.ts'
import { pagePath, readPages } from '../src/site/pages.ts'
import { brokenLinks } from './links.ts'
import { missingTexts, wrongNeighbors, wrongPages } from './pages.ts'
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
/** Axe skips the later rows of long tables, because they look like the rows above them. */
const LATER_ROWS = 'tbody > tr:nth-child(n + 21)'
/** The rules that a change of the theme or the width can break. */
const RULES_OF_THE_LOOK = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']
/** One page of each kind. */
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

const started = performance.now()
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`
report(brokenLinks(folder, base).map((link) => `link: ${link}`))
report([...wrongPages(folder), ...wrongNeighbors(folder, base), ...missingTexts(folder, base)])
console.log(`HTML of all pages: ${seconds()}`)
const { server, origin } = await serve(folder, base)
const browser = await chromium.launch(await findChromium())
try {
  report(await searchFailures(browser))
  console.log(`Search, ${QUESTIONS.length} questions: ${seconds()}`)
  for (const theme of THEMES)
    for (const size of ['phone', 'desktop'] as const) {
      const isForAll = (theme === 'light') === (size === 'phone')
      if (!isForAll && isFast) continue
      const opened = isForAll ? slugs : KINDS
      report(await pageFailures(browser, theme, size, opened))
      console.log(`${opened.length} pages, ${theme}, ${size}: ${seconds()}`)
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
  for (const [question, target] of QUESTIONS) {
    const [slug = ''] = target.split('#')
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

/** Checks two pages at a time: one loads while axe checks the other. */
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
  const rest = slugs.filter((slug) => slug !== '404')
  const wrong: string[] = []
  const work = async () => {
    const page = await context.newPage()
    page.on('pageerror', (error) => wrong.push(`script: ${page.url()} ${error.message}`))
    for (let slug = rest.shift(); slug !== undefined; slug = rest.shift())
      wrong.push(...(await failuresOn(page, slug, theme, size)))
  }
  await Promise.all([work(), work()])
  await context.close()
  return wrong
}

async function failuresOn(
  page: Page,
  slug: string,
  theme: (typeof THEMES)[number],
  size: keyof typeof SIZES,
): Promise<string[]> {
  const wrong: string[] = []
  const path = pagePath(slug, base)
  await page.goto(`${origin}${slug.endsWith('.html') ? path.replace(/\/$/, '') : path}`)
  const isFirst = theme === 'light' && size === 'phone'
  for (const preview of isFirst ? await page.locator('doc-preview iframe').all() : []) {
    await preview.scrollIntoViewIfNeeded()
    const shown = preview.contentFrame().locator('article[data-shown] :is([data-lk], [data-lk-part])').first()
    await shown
      .waitFor({ timeout: 20_000 })
      .catch(async () => wrong.push(`preview: /${slug} ${await preview.getAttribute('title')}`))
  }
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (sideways > 0) wrong.push(`sideways: /${slug} ${size} by ${sideways}px`)
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude(LATER_ROWS).exclude('doc-preview')
  const { violations } = await (isFirst || KINDS.includes(slug)
    ? axe
    : axe.withRules(RULES_OF_THE_LOOK)
  ).analyze()
  for (const { id, nodes } of violations)
    wrong.push(`axe: /${slug} ${size} ${theme} ${id} ${nodes[0]?.target}`)
  if (pictures !== undefined && KINDS.includes(slug)) {
    mkdirSync(pictures, { recursive: true })
    const name = `${slug.replaceAll('/', '-') || 'home'}-${size}-${theme}.png`
    await page.screenshot({ path: join(pictures, name), fullPage: size === 'desktop' })
  }
  return wrong
}
