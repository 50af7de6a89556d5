import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createAuthHandler, createClient } from '@latchkey/core/server'
import { Hono } from 'hono'

/** An app with sign-in: what a README would show, and the address it got. */
export async function startApp(api: { apiKey: string; clientId: string; baseUrl: string }) {
  const app = new Hono()
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((listening) => server.once('listening', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const auth = createAuthHandler({
    client: createClient(api),
    appOrigin: origin,
    cookieSecret: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
  })
  app.all('/auth/*', ({ req }) => auth.handle(req.raw))
  app.get('/hello', async ({ req, text }) => {
    const { auth: who } = await auth.resolve(req.raw)
    return who.status === 'signed-in' ? text(`Hello ${who.user.email}`) : text('Who are you?', 401)
  })
  return { origin, close: () => server.close() }
}
