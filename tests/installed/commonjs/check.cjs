const assert = require('node:assert/strict')
const { createServer } = require('node:http')
const browserSafe = require('@latchkey/core')
const { getUser, setApiKey } = require('@latchkey/core/default')
const { nodeTransport } = require('@latchkey/core/node')
const server = require('@latchkey/core/server')

assert.equal(typeof browserSafe.createAuthClient, 'function')

async function main() {
  const api = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"entity_not_found"}')
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => api.once('listening', listening))
  const baseUrl = `http://127.0.0.1:${api.address().port}`

  const fetch = nodeTransport()
  const client = server.createClient({ apiKey: 'sk_test_0123456789', baseUrl, fetch })
  await assert.rejects(client.getUser({ userId: 'user_01' }), (error) => {
    assert.ok(error instanceof server.ApiError)
    assert.equal(error.code, 'entity_not_found')
    return true
  })

  process.env.WORKOS_BASE_URL = baseUrl
  setApiKey('sk_test_0123456789')
  // One class for all entries, or `instanceof` would depend on where the error was made.
  await assert.rejects(getUser({ userId: 'user_01' }), server.ApiError)
  fetch.close()
  api.close()
  api.closeAllConnections()
}

main()
