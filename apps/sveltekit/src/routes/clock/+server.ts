import { json } from '@sveltejs/kit'
import { clock } from '#lib/server/site.ts'

/** Returns the current time of this site's clock. */
export const GET = () => json({ now: clock.now() })
