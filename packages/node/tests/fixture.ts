import { once } from 'node:events'
import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  request as sendRequest,
} from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import {
  type AuthHandler,
  type AuthHandlerOptions,
  createAuthHandler,
  createClient,
} from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import { clientAddress } from '../src/index.ts'

export const appOrigin = 'http://localhost:3000'
const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const password = 'lantern-quartz-meadow-42'

/** An emulator in process, a handler that uses it, and a function that signs a user in. */
export async function createFixture(options: AuthHandlerOptions = {}) {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const addresses: (string | undefined)[] = []
  const counts = { refreshes: 0 }
  const counted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if ((await request.clone().text()).includes('"refresh_token"')) counts.refreshes += 1
    return emulator.fetch(request)
  }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: counted, maxRetries: 0 })
  const handler = createAuthHandler({
    client,
    appOrigin,
    cookieSecret,
    clock,
    log: false,
    ...options,
    clientAddress(request) {
      addresses.push(clientAddress(request))
      return clientAddress(request)
    },
  })
  async function signIn(email = 'nadia@orchard.example', role?: string) {
    const user = await client.createUser({ email, password, emailVerified: true })
    if (role !== undefined) {
      const organization = await client.createOrganization({ name: 'Orchard' })
      await client.createOrganizationMembership({
        userId: user.id,
        organizationId: organization.id,
        roleSlug: role,
      })
    }
    const driver = handlerDriver({ handler, mode: 'json', fetch: emulator.fetch })
    await driver.open('sign-in')
    await driver.act('password', { email, password })
    return { cookie: driver.jar.header() ?? '', user }
  }
  return {
    emulator,
    client,
    handler,
    addresses,
    counts,
    signIn,
    /** Moves the clock forward by this many milliseconds. */
    pass: (ms: number) => emulator.default.clock.advance(ms),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** Listens on a free loopback port until it is disposed. */
export async function serve(listener: RequestListener | Server) {
  const server = typeof listener === 'function' ? createServer(listener) : listener
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    port,
    server,
    get: (path: string, headers: Record<string, string> = {}) => send(port, { path, headers }),
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      send(port, { method: 'POST', path, headers, body }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections?.()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Sent {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Returns the status and headers of a response without a connection, because a thousand connections take long to open. */
export async function headOf(listener: RequestListener, path: string, more: Record<string, string>) {
  const headers = { host: 'localhost:3000', ...more }
  const request = Object.assign(new IncomingMessage(new Socket()), {
    method: 'GET',
    url: path,
    headers,
    rawHeaders: Object.entries(headers).flat(),
  })
  request.push(null)
  const response = new ServerResponse(request)
  const written = new PassThrough()
  response.assignSocket(written as unknown as Socket)
  listener(request as never, response as never)
  await once(response, 'finish')
  const [status = '', ...lines] = String(written.read()).split('\r\n\r\n', 1)[0]?.split('\r\n') ?? []
  const pairs = lines.map((line) => line.split(': ', 2) as [string, string])
  return { status: Number(status.split(' ')[1]), headers: new Headers(pairs) }
}

/** Sends exactly this request. `fetch` would set its own fetch metadata and normalize the path. */
export function send(port: number, { method = 'GET', path, headers, body }: Sent): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = sendRequest({ port, host: '127.0.0.1', method, path, headers }, async (response) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of response) chunks.push(chunk)
      const received = new Headers()
      for (const [name, value] of Object.entries(response.headersDistinct))
        for (const one of value ?? []) received.append(name, one)
      const { statusCode: status = 0 } = response
      const isEmpty = [204, 304].includes(status) || chunks.length === 0
      resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: received }))
    })
    request.on('error', reject)
    if (body !== undefined) request.setHeader('content-length', Buffer.byteLength(body))
    request.end(body)
  })
}

export const browser = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
export const form = {
  'content-type': 'application/x-www-form-urlencoded',
  origin: appOrigin,
  'sec-fetch-site': 'same-origin',
}
export const json = { 'content-type': 'application/json', accept: 'application/json', origin: appOrigin }
export const signInFields = { email: 'nadia@orchard.example', password }

export type Fixture = Awaited<ReturnType<typeof createFixture>>
export type { AuthHandler }
