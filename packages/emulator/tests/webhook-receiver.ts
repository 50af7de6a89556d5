import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A delivery as it arrives at an app. */
export interface Delivery {
  body: string
  signature: string
}

/** A server of an app that receives webhooks. `respond` returns the status of each response. */
export async function receiveWebhooks(
  respond: (delivery: Delivery) => number,
): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const signature = String(request.headers['workos-signature'])
      response.writeHead(respond({ body, signature })).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hook`, close: () => void server.close() }
}
