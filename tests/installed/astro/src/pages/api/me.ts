import { authed } from '@latchkey/astro/server'

export const GET = authed.route((_context, { user }) => Response.json({ email: user.email }))
