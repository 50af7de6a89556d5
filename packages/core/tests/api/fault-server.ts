import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface FaultServer {
  url: string
  /** The sockets that are currently open. */
  sockets: Set<Socket>
  requests: IncomingMessage[]
  close(): Promise<void>
}

/** A server on loopback that responds as the test specifies, and counts its connections. */
export async function faultServer(
  result: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<FaultServer> {
  const sockets = new Set<Socket>()
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    result(request, response, requests.length)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    requests,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
