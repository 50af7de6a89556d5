import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from './src/chromium.ts'
import { OWN_SITE } from './src/stack.ts'

const launch = await findChromium()
const folder = OWN_SITE ?? process.env.LATCHKEY_BROWSER_PART
const output = join(import.meta.dirname, '../../.toolchain/playwright')

export default defineConfig({
  testDir: 'tests',
  // Tests that need a separate build of a site or take minutes are in separate folders, which run only by name.
  ...(folder ? { testMatch: `${folder}/*.spec.ts` } : { testIgnore: ['next/*', 'codes/*'] }),
  outputDir: join(output, 'results'),
  globalSetup: './src/global-setup.ts',
  // A site's environment has one clock and one inbox, so tests that change them have their own site (src/own-site.ts).
  workers: 3,
  fullyParallel: false,
  // Some tests open one page for each of many states, and the machine may be busy.
  timeout: 60_000,
  retries: 0,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['./src/matrix-reporter.ts'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as ['json']] : []),
  ],
  use: {
    browserName: 'chromium',
    launchOptions: launch,
    // Tracing takes a third of the time, so it is off by default. `LATCHKEY_TRACE=1 npm test -- browser` keeps the traces of
    // failed tests.
    trace: process.env.LATCHKEY_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
  },
})
