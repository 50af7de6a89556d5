import { authed } from '@latchkey/next'

export const GET = authed.route((_request, { user }) => Response.json({ email: user.email }))

export const POST = authed
  .with({ permission: 'notes:write' })
  .route((_request, { user }) => Response.json({ email: user.email }))
