import { adminRoutes } from '@latchkey/demo/server'
import { Hono } from 'hono'
import { connection } from 'next/server'
import { handler, site, webhooks } from '../../../../auth.ts'

let routes: Hono | undefined

/** The handler needs settings, which a build does not have. */
async function handle(request: Request): Promise<Response> {
  await connection()
  routes ??= new Hono().route('/api/admin', adminRoutes(handler(), site.adminOrganizationId, webhooks))
  return routes.fetch(request)
}

export { handle as GET, handle as POST }
