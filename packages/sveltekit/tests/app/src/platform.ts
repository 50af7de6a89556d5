import type { LatchkeyOptions } from '@latchkey/sveltekit'
import type { Handle } from '@sveltejs/kit/hooks'

/** The settings that a test passes to the app with each request. */
export interface TestPlatform {
  options: LatchkeyOptions
  before?: Handle[]
  after?: Handle[]
  /** Leaves our hook out. */
  without?: boolean
  /** A hook after ours that signs every user out. */
  signsOut?: boolean
  /** Called when a page, action or remote function has run. */
  ran?: (what: string) => void
}
