import { requireUser } from '@latchkey/tanstack-start/server'
import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/api/me')({
  server: { handlers: { GET: () => Response.json({ email: requireUser().user.email }) } },
})
