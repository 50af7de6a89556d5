import { systemClock } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { addressOf } from './address.ts'
import { findState } from './auth.ts'

// For requests without our hook: in tests and during prerendering.
const WITHOUT_HOOK = { ...addressOf(), appOrigin: addressOf().origin.origin, clock: systemClock }

/** The handler of a request, or its settings if there is none. */
export const handlerOf = (event: RequestEvent) => findState(event)?.handler ?? WITHOUT_HOOK
