import { getRequestEvent } from '$app/server'
import type { TestPlatform } from '../platform.ts'

/** Reports to the test that the code behind a guard has run. */
export function ran(what: string): void {
  const platform = getRequestEvent().platform as TestPlatform
  platform.ran?.(what)
}
