// A server that returns the same user for every request, in its own process, so that its CPU time is not measured.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { USER_JSON } from './fixture.ts'

const body = Buffer.from(USER_JSON)
const headers = { 'content-type': 'application/json', 'content-length': body.length, 'x-request-id': 'req_1' }
const server = createServer((_request, response) => response.writeHead(200, headers).end(body))
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
