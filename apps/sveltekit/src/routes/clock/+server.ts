import { json } from '@sveltejs/kit'
import { clock } from '#lib/server/site.ts'

/** What time this site takes it to be. */
export const GET = () => json({ now: clock.now() })
