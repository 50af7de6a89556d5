// Serves the built site. Its origin is known only when it starts, but `paths.origin` is fixed at build time and adapter-node
// assumes HTTPS, so this server adds the origin to each request. A site with a fixed origin does not need this: it can set
// `paths.origin` and run adapter-node's own server.
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
  // `close` ends idle connections and waits for running requests.
  process.once(signal, () => server.close(() => process.exit(0)))
}
