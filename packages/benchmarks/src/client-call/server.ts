// A server with fixed responses, in its own process, so that its CPU time is not measured.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LIST_JSON, SIGN_IN_JSON, SIGN_IN_PATH, USER_JSON } from './fixture.ts'

const [user, list, signIn] = [USER_JSON, LIST_JSON, SIGN_IN_JSON].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
]

function bodyFor(url = ''): Buffer {
  if (url.includes('?')) return list
  return url === SIGN_IN_PATH ? signIn : user
}

const server = createServer((request, response) => {
  const body = bodyFor(request.url)
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-request-id': 'req_1',
  }
  request.resume().on('end', () => response.writeHead(200, headers).end(body))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
