import { latchkey, signOutAction } from '@latchkey/sveltekit'
import { type Handle, type HandleServerError, sequence } from '@sveltejs/kit/hooks'
import type { TestPlatform } from './platform.ts'

const auth = latchkey(({ platform }) => (platform as TestPlatform | undefined)?.options ?? {})

const signOut: Handle = ({ event }) => signOutAction()(event)

/** Each test chooses the hooks before and after ours, and whether to leave ours out. */
export const handle: Handle = (input) => {
  const platform = (input.event.platform ?? {}) as Partial<TestPlatform>
  const { before = [], after = [], without = false, signsOut = false } = platform
  const own = without ? [] : [auth.handle]
  return sequence(...before, ...own, ...(signsOut ? [signOut] : []), ...after)(input)
}
export const init = auth.init

/** Some tests cause errors on purpose, so errors are not logged. */
export const handleError: HandleServerError = () => {}
