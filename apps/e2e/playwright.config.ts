import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from './src/chromium.ts'
import { OWN_SITE } from './src/stack.ts'

const launch = await findChromium()
const folder = OWN_SITE ?? process.env.LATCHKEY_BROWSER_PART
const output = join(import.meta.dirname, '../../.toolchain/playwright')

export default defineConfig({
  testDir: 'tests',
  // A site that is built for its tests alone, and a part that takes minutes, each have a folder of them.
  ...(folder ? { testMatch: `${folder}/*.spec.ts` } : { testIgnore: ['next/*', 'codes/*'] }),
  outputDir: join(output, 'results'),
  globalSetup: './src/global-setup.ts',
  // A site's environment has one clock and one inbox, so each site's tests take turns.
  workers: 3,
  fullyParallel: false,
  // Some tests open a page for each of many states, on machines that do other things as well.
  timeout: 60_000,
  retries: 0,
  reporter: [
    ['list'],
    ['./src/matrix-reporter.ts'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as ['json']] : []),
  ],
  use: {
    browserName: 'chromium',
    launchOptions: launch,
    // A trace of every test costs a third of the time: `LATCHKEY_TRACE=1 npm test -- browser` keeps those of failures.
    trace: process.env.LATCHKEY_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
  },
})
