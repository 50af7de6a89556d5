import { Agent, request } from 'node:http'
import type { RunningServer } from './server.ts'

export interface LoadFigures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** CPU time of the server per call. */
  cpuUs: number
  /** CPU time of this process per call. If it exceeds the server's, this process limits the rate. */
  clientCpuUs: number
}

export interface Call {
  method: string
  path: string
  body?: string
}

const CONNECTIONS = 32

/** Sends calls over persistent connections for a number of seconds, and measures those with the expected response. */
export async function load(
  { url, apiKey, cpuMs }: Pick<RunningServer, 'url' | 'apiKey' | 'cpuMs'>,
  seconds: number,
  status: number,
  next: () => Call,
  connections = CONNECTIONS,
): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const times: number[] = []
  const cpuBefore = await cpuMs()
  const ownBefore = process.cpuUsage()
  const begun = performance.now()
  const end = begun + seconds * 1000

  function once({ method, path, body }: Call): Promise<void> {
    const sent = performance.now()
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const outgoing = request(
        { agent, hostname, port, method, path, headers: { ...headers, ...length } },
        (response) => {
          response.resume()
          response.once('end', () => {
            if (response.statusCode !== status) reject(new Error(`${method} ${path}: ${response.statusCode}`))
            times.push(performance.now() - sent)
            resolve()
          })
        },
      )
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  }

  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) await once(next())
    }),
  )
  agent.destroy()
  const elapsed = (performance.now() - begun) / 1000
  const own = process.cpuUsage(ownBefore)
  times.sort((a, b) => a - b)
  return {
    perSecond: Math.round(times.length / elapsed),
    p50Ms: round(times[Math.floor(times.length / 2)]),
    p99Ms: round(times[Math.floor(times.length * 0.99)]),
    cpuUs: Math.round((((await cpuMs()) - cpuBefore) * 1000) / times.length),
    clientCpuUs: Math.round((own.user + own.system) / times.length),
  }
}

function round(ms = 0): number {
  return Math.round(ms * 100) / 100
}
