import { latchkey, signOutAction } from '@latchkey/sveltekit'
import { type Handle, type HandleServerError, sequence } from '@sveltejs/kit/hooks'
import type { TestPlatform } from './platform.ts'

const auth = latchkey(({ platform }) => (platform as TestPlatform | undefined)?.options ?? {})

const signOut: Handle = ({ event }) => signOutAction()(event)

/** Hooks before and after ours, and whether ours is there at all, are a test's to choose. */
export const handle: Handle = (input) => {
  const platform = (input.event.platform ?? {}) as Partial<TestPlatform>
  const { before = [], after = [], without = false, signsOut = false } = platform
  const own = without ? [] : [auth.handle]
  return sequence(...before, ...own, ...(signsOut ? [signOut] : []), ...after)(input)
}
export const init = auth.init

/** The tests break pages on purpose; nobody reads about it. */
export const handleError: HandleServerError = () => {}
