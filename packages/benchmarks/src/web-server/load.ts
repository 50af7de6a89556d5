// Sends requests over open connections, in a different process from the server, whose CPU time is measured.
import { Agent, get } from 'node:http'

/** The task of the process. */
export interface Load {
  port: number
  /** The `Cookie` header of each request, in turn. */
  cookies: string[]
  count: number
}

const CONNECTIONS = 50
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
let next = 0

function visit(port: number, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = get({ agent, host: '127.0.0.1', port, path: '/', headers: { cookie } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The server responded with ${response.statusCode}`))
      response.resume()
      response.on('end', resolve)
    })
    sent.on('error', reject)
  })
}

async function send({ port, cookies, count }: Load): Promise<void> {
  let started = 0
  const lane = async () => {
    while (started < count) {
      started += 1
      next = (next + 1) % cookies.length
      await visit(port, cookies[next] as string)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
}

process.on('message', (load: Load) => {
  send(load).then(
    () => process.send?.({}),
    (error) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
