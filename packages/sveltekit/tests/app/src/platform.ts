import type { LatchkeyOptions } from '@latchkey/sveltekit'
import type { Handle } from '@sveltejs/kit/hooks'

/** What a test gives the app with each request. */
export interface TestPlatform {
  options: LatchkeyOptions
  before?: Handle[]
  after?: Handle[]
  /** Leaves our hook out. */
  without?: boolean
  /** A hook after ours that signs every user out. */
  signsOut?: boolean
  /** Told when a page, action or remote function has run. */
  ran?: (what: string) => void
}
