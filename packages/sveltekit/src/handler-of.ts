import { systemClock } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { addressOf } from './address.ts'
import { findState } from './auth.ts'

// Without our hook, in tests and while pages are prerendered.
const WITHOUT_HOOK = { ...addressOf(), appOrigin: addressOf().origin.origin, clock: systemClock }

/** The handler of a request, or what is known of it without one. */
export const handlerOf = (event: RequestEvent) => findState(event)?.handler ?? WITHOUT_HOOK
