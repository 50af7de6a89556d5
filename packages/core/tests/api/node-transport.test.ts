import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type NodeTransport, nodeTransport } from '../../src/node.ts'
import { type FaultServer, faultServer } from './fault-server.ts'

let server: FaultServer | undefined
let send: NodeTransport | undefined

afterEach(async () => {
  send?.close()
  await server?.close()
})

const get = (transport: NodeTransport, url: string, signal = new AbortController().signal) =>
  transport(url, { method: 'GET', headers: {}, redirect: 'manual', signal })

describe('nodeTransport', () => {
  it('waits for a response longer than it keeps idle connections', async () => {
    server = await faultServer((_request, response) => void setTimeout(() => response.end('late'), 120))
    send = nodeTransport({ idleTimeoutMs: 40 })
    expect(await (await get(send, `${server.url}/`)).text()).toBe('late')
  })

  it('closes a connection that has been idle for too long', async () => {
    server = await faultServer((_request, response) => response.end('ok'))
    send = nodeTransport({ idleTimeoutMs: 40 })
    await (await get(send, `${server.url}/`)).text()
    const [socket] = server.sockets
    await new Promise((resolve) => socket?.on('close', resolve))
    expect(server.sockets.size).toBe(0)
  })

  it('closes its connections when it is closed', async () => {
    server = await faultServer((_request, response) => response.end('ok'))
    send = nodeTransport()
    await (await get(send, `${server.url}/`)).text()
    const [socket] = server.sockets
    const closed = new Promise((resolve) => socket?.on('close', resolve))
    send.close()
    await closed
  })

  it('connects to an IPv6 address and to several origins', async () => {
    const v6 = createServer((request, response) => response.end(`v6 ${request.url}`))
    const listening = await new Promise<boolean>((resolve) => {
      v6.once('error', () => resolve(false))
      v6.listen(0, '::1', () => resolve(true))
    })
    server = await faultServer((request, response) => response.end(`v4 ${request.url}`))
    send = nodeTransport()
    expect(await (await get(send, `${server.url}/a?b=1`)).text()).toBe('v4 /a?b=1')
    if (listening) {
      const { port } = v6.address() as AddressInfo
      expect(await (await get(send, `http://[::1]:${port}/c`)).text()).toBe('v6 /c')
    }
    expect(await (await get(send, server.url)).text()).toBe('v4 /')
    v6.closeAllConnections()
    v6.close()
  })

  it('C12 removes its listener from the signal when the exchange has ended', async () => {
    server = await faultServer((_request, response) => response.end('ok'))
    send = nodeTransport()
    const { signal } = new AbortController()
    let listeners = 0
    let over = () => {}
    const removed = new Promise<void>((resolve) => {
      over = resolve
    })
    signal.addEventListener = () => void listeners++
    signal.removeEventListener = () => {
      listeners--
      over()
    }
    await (await get(send, `${server.url}/`, signal)).text()
    await removed
    expect(listeners).toBe(0)
  })

  it('has the members of Response that key fetchers use', async () => {
    server = await faultServer((_request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.setHeader('content-type', 'application/json')
      response.end('{"keys":[]}')
    })
    send = nodeTransport()
    const result = (await get(send, `${server.url}/`)) as unknown as Response
    expect([
      result.ok,
      result.status,
      result.headers.get('Content-Type'),
      result.headers.get('x-none'),
    ]).toEqual([true, 200, 'application/json', null])
    expect(await result.json()).toEqual({ keys: [] })
  })

  it('names an encoding that it does not support', async () => {
    server = await faultServer((_request, response) => {
      response.setHeader('content-encoding', 'zstd')
      response.end('x')
    })
    send = nodeTransport()
    const result = await get(send, `${server.url}/`)
    await expect(result.text()).rejects.toMatchObject({ code: 'invalid_response', field: 'content-encoding' })
  })
})
