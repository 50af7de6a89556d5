import { test as base, type TestType } from '@playwright/test'
import { expect, expectTypeOf, it } from 'vitest'
import type { Emulator, Environment } from '../src/index.ts'
import { type TestFixtures, type WorkerFixtures, withEmulator } from '../src/testing/playwright.ts'

it('RE-10: the documented Playwright code compiles, and each fixture has its type', () => {
  const test = base.extend<TestFixtures, WorkerFixtures>(withEmulator())
  type Given = typeof test extends TestType<infer PerTest, infer PerWorker> ? PerTest & PerWorker : never
  expectTypeOf<Given['environment']>().toEqualTypeOf<Environment>()
  expectTypeOf<Given['inbox']>().toEqualTypeOf<Environment['inbox']>()
  expectTypeOf<Given['clock']>().toEqualTypeOf<Environment['clock']>()
  expectTypeOf<Given['emulator']>().toEqualTypeOf<Emulator>()
  expect(withEmulator().emulator[1]).toEqual({ scope: 'worker' })
})
