// The server that `vite build` puts in front of the site. Where the site is served is known only when it starts,
// while `paths.origin` is fixed at build time and adapter-node assumes https: so each request is told the origin.
// A site with one fixed address needs none of this: it sets `paths.origin` and runs adapter-node's own server.
import { createServer } from 'node:http'

const { PORT = '4301', HOST = '127.0.0.1' } = process.env
process.env.LATCHKEY_APP_ORIGIN ??= `http://localhost:${PORT}`
const origin = new URL(process.env.LATCHKEY_APP_ORIGIN)

process.env.PROTOCOL_HEADER = 'x-site-protocol'
process.env.HOST_HEADER = 'x-site-host'
const { handler } = await import('./site/handler.js')

const server = createServer((request, response) => {
  request.headers['x-site-protocol'] = origin.protocol.slice(0, -1)
  request.headers['x-site-host'] = origin.host
  handler(request, response)
})
server.listen(Number(PORT), HOST, () => process.stdout.write(`SvelteKit demo on ${origin.origin}\n`))

for (const signal of ['SIGINT', 'SIGTERM']) {
  // Requests in flight are finished; `close` ends the connections that are idle.
  process.once(signal, () => server.close(() => process.exit(0)))
}
