import { authed } from '@latchkey/astro/server'

export const GET = authed.route((_context, { user }) =>
  Response.json({ text: `the secret of ${user.email}` }),
)
export const POST = GET
