import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { beforeHeaders } from '../src/response.ts'

/** What a browser receives from an app that responds in this way while its response is held. */
async function received(respond: (res: ServerResponse) => void): Promise<[number, string | null, string]> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const server = createServer((_req, res) => {
    beforeHeaders(res, async () => {
      await released
      res.setHeader('x-prepared', 'yes')
    })
    respond(res)
    release()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return [response.status, response.headers.get('x-prepared'), await response.text()]
}

it('a held response has the headers that were set in the meantime', async () => {
  expect(await received((res) => res.end('first'))).toEqual([200, 'yes', 'first'])
})

it.each<[string, (res: ServerResponse) => void]>([
  ['end', (res) => res.end('second')],
  ['write and end', (res) => void (res.write('sec'), res.end('ond'))],
  ['writeHead and end', (res) => res.writeHead(500).end('second')],
])('a complete response that is held is not changed by a second one: %s', async (_name, again) => {
  const respond = (res: ServerResponse) => {
    res.end('first')
    res.statusCode = 500
    again(res)
  }
  expect(await received(respond)).toEqual([200, 'yes', 'first'])
})

it('a response that begins twice ends its connection, and not the process', async () => {
  const respond = (res: ServerResponse) => {
    res.writeHead(200)
    res.writeHead(500).end('second')
  }
  await expect(received(respond)).rejects.toThrow('fetch failed')
})
