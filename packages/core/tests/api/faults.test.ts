import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type ApiEvent, createClient, type Fetch } from '../../src/api/index.ts'
import { type NodeTransport, nodeTransport } from '../../src/node.ts'
import { type FaultServer, faultServer } from './fault-server.ts'

const user = JSON.stringify({ id: 'user_1', email: 'nadia@orchard.example', email_verified: true })
const respondWithUser = (response: ServerResponse) => response.end(user)

let server: FaultServer
let node: NodeTransport | undefined

afterEach(async () => {
  node?.close()
  node = undefined
  await server.close()
})

type Reply = (request: IncomingMessage, response: ServerResponse, count: number) => void

async function clientOf(
  transport: string,
  response: Reply,
  options: { timeoutMs?: number; maxRetries?: number } = {},
) {
  server = await faultServer(response)
  node = transport === 'node' ? nodeTransport() : undefined
  const fetch: Fetch | undefined = node
  const events: ApiEvent[] = []
  const onEvent = (event: ApiEvent) => void events.push(event)
  const client = createClient({
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    baseUrl: server.url,
    fetch,
    onEvent,
    ...options,
  })
  return { client, events }
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

describe.each(['fetch', 'node'])('over %s', (transport) => {
  it('sends and receives a body', async () => {
    let received = ''
    const { client } = await clientOf(transport, (request, response) => {
      request.on('data', (chunk) => {
        received += chunk
      })
      request.on('end', () => respondWithUser(response))
    })
    await client.createUser({ email: 'nadia@orchard.example', firstName: 'Nådia 🍎' })
    expect(received).toBe('{"email":"nadia@orchard.example","first_name":"Nådia 🍎"}')
    expect(server.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(received)))
  })

  it('reuses its connection for the next call', async () => {
    const ports = new Set<number | undefined>()
    const { client } = await clientOf(transport, (request, response) => {
      ports.add(request.socket.remotePort)
      respondWithUser(response)
    })
    for (let index = 0; index < 5; index++) await client.getUser({ userId: 'user_1' })
    // `fetch` may open a second connection while the first one completes its response.
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('reads %s', async (encoding, compress) => {
    const { client } = await clientOf(transport, (_request, response) => {
      response.setHeader('content-encoding', encoding)
      response.end(compress(user))
    })
    expect((await client.getUser({ userId: 'user_1' })).id).toBe('user_1')
  })

  it('reads a response whose chunks split a character', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...JSON.parse(user), first_name: 'Nådia 🍎' }))
    const { client } = await clientOf(transport, (_request, response) => {
      for (const byte of bytes) response.write(Buffer.of(byte))
      response.end()
    })
    expect((await client.getUser({ userId: 'user_1' })).firstName).toBe('Nådia 🍎')
  })

  it('C4 does not follow a redirect to another origin', async () => {
    const elsewhere = await faultServer((_request, response) => respondWithUser(response))
    const { client } = await clientOf(transport, (_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/user_management/users/user_1` }).end()
    })
    expect(await caught(client.createUser({ email: 'n@x' }))).toMatchObject({
      code: 'redirected',
      status: 307,
    })
    expect(elsewhere.requests.length).toBe(0)
    await elsewhere.close()
  })

  it('C12 an abort before the headers ends the call and its connection', async () => {
    const controller = new AbortController()
    const { client } = await clientOf(transport, () => controller.abort())
    const error = await caught(client.getUser({ userId: 'user_1' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' })
    await allClosed(server)
  })

  it('C12 an abort in the middle of the body ends the call and its connection', async () => {
    const controller = new AbortController()
    const { client } = await clientOf(transport, (_request, response) => {
      response.write(user.slice(0, 10), () => controller.abort())
    })
    const startedAt = performance.now()
    const error = await caught(client.getUser({ userId: 'user_1' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    await allClosed(server)
  })

  it('C13 a slow body is aborted at the time limit', async () => {
    const timers: NodeJS.Timeout[] = []
    const { client } = await clientOf(
      transport,
      (_request, response) => {
        timers.push(setInterval(() => response.write(' '), 20))
      },
      { timeoutMs: 200 },
    )
    const startedAt = performance.now()
    expect(await caught(client.getUser({ userId: 'user_1' }))).toMatchObject({ code: 'timeout' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    for (const timer of timers) clearInterval(timer)
    await allClosed(server)
  })

  it('C14 a read succeeds after a 502 with HTML and an empty 503', async () => {
    const { client } = await clientOf(transport, (_request, response, count) => {
      if (count === 1)
        response.writeHead(502, { 'content-type': 'text/html', 'retry-after': '0' }).end('<html>')
      else if (count === 2) response.writeHead(503, { 'retry-after': '0' }).end()
      else respondWithUser(response)
    })
    expect((await client.getUser({ userId: 'user_1' })).id).toBe('user_1')
  })

  it('C14 a truncated body is a typed error', async () => {
    const { client } = await clientOf(
      transport,
      (_request, response) => {
        response.writeHead(200, { 'content-length': '500' })
        response.write(user, () => response.destroy())
      },
      { maxRetries: 0 },
    )
    expect(await caught(client.getUser({ userId: 'user_1' }))).toMatchObject({
      code: 'network',
      outcome: 'unknown',
    })
  })

  it('C16 a decompression bomb is stopped without filling the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20))
    const { client } = await clientOf(transport, (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb)
    })
    const before = process.memoryUsage()
    expect(await caught(client.getUser({ userId: 'user_1' }))).toMatchObject({ code: 'response_too_large' })
    const after = process.memoryUsage()
    expect(after.heapUsed - before.heapUsed).toBeLessThan(64 * 1024 * 1024)
  })

  it('C18 a read succeeds if the peer has closed the idle connection', async () => {
    const { client } = await clientOf(transport, (_request, response, count) => {
      if (count === 2) response.socket?.destroy()
      else respondWithUser(response)
    })
    await client.getUser({ userId: 'user_1' })
    expect((await client.getUser({ userId: 'user_1' })).id).toBe('user_1')
    expect(server.requests.length).toBe(3)
  })

  it('C18 C9 a POST succeeds with an unchanged idempotency key', async () => {
    const { client } = await clientOf(transport, (_request, response, count) => {
      if (count === 2) response.socket?.destroy()
      else respondWithUser(response)
    })
    await client.getUser({ userId: 'user_1' })
    await client.createUser({ email: 'n@x' })
    const keys = server.requests.slice(1).map((request) => request.headers['idempotency-key'])
    expect(keys.length).toBe(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('C10 C18 a refresh is not retried if its connection was lost', async () => {
    const { client } = await clientOf(transport, (_request, response) => response.socket?.destroy())
    const error = await caught(client.authenticateWithRefreshToken({ refreshToken: 'r' }))
    expect(error).toMatchObject({ code: 'network', outcome: 'unknown' })
    expect(server.requests.length).toBe(1)
  })

  it('C10 a sign-in to a closed port is retried, because it was provably not sent', async () => {
    const { client, events } = await clientOf(transport, () => {}, { maxRetries: 1 })
    await server.close()
    const error = await caught(client.authenticateWithPassword({ email: 'n@x', password: 'p' }))
    expect(error).toMatchObject({ code: 'network', outcome: 'not_sent', cause: { code: 'ECONNREFUSED' } })
    expect(events.map((event) => event.type)).toEqual(['failure', 'retry', 'failure'])
  })

  it('C7 every call is sent over it, including the request for the key set', async () => {
    const { client } = await clientOf(transport, (_request, response) =>
      response.end('{"keys":[],"data":[]}'),
    )
    await client.getJwks()
    await client.listUsers()
    expect(server.requests.length).toBe(2)
  })
})

async function allClosed({ sockets }: FaultServer): Promise<void> {
  for (const socket of sockets) await new Promise((resolve) => socket.on('close', resolve))
  expect(sockets.size).toBe(0)
}
