import { authed } from '@latchkey/next/pages'

export default authed.api((req, res, { user }) => res.json({ email: user.email, method: req.method }))
