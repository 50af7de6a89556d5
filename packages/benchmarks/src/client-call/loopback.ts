import { Agent, get } from 'node:http'
import type { createClient } from '@latchkey/core/server'
import type { Contestants, Operation } from '../harness/column.ts'
import { API_KEY, CLIENT_ID, type ClientFixture, expectUser, HEADERS, USER_ID, userUrl } from './fixture.ts'
import { OPENAPI_FETCH, openapiFetch, STRIPE, stripe } from './peers.ts'

export const RAW_FETCH = 'raw fetch'
export const ON_FETCH = 'latchkey on fetch'
export const ON_NODE = 'latchkey on nodeTransport'

/** Gets a user over HTTP on the loopback interface. Each contestant has its own process and loads only what it needs. */
const contestants: Contestants<ClientFixture> = {
  [RAW_FETCH]: ({ baseUrl }) => {
    const url = userUrl(baseUrl)
    return async () => expectUser(await (await fetch(url, { headers: HEADERS })).json())
  },
  'limit: fetch with a signal': ({ baseUrl }) => {
    const url = userUrl(baseUrl)
    return async () => {
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), 10_000)
      expectUser(await (await fetch(url, { headers: HEADERS, signal: controller.signal })).json())
      clearTimeout(timer)
    }
  },
  'limit: node:http keep-alive agent': ({ baseUrl }) => {
    const url = new URL(userUrl(baseUrl))
    const agent = new Agent({ keepAlive: true, maxSockets: 64 })
    return () =>
      new Promise<void>((resolve, reject) => {
        const sent = get(url, { agent, headers: HEADERS }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () => resolve(expectUser(JSON.parse(text))))
        })
        sent.on('error', reject)
      })
  },
  'undici.request': async ({ baseUrl }) => {
    const { request } = await import('undici')
    const url = userUrl(baseUrl)
    return async () => expectUser(await (await request(url, { headers: HEADERS })).body.json())
  },
  '@workos-inc/node': async ({ baseUrl }) => {
    const { WorkOS } = await import('@workos-inc/node')
    const { hostname, port } = new URL(baseUrl)
    const options = { apiHostname: hostname, port: Number(port), https: false }
    const workos = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID, ...options })
    return async () => expectUser(await workos.userManagement.getUser(USER_ID))
  },
  [STRIPE]: ({ baseUrl }) => {
    const { hostname, port } = new URL(baseUrl)
    return stripe(() => ({ protocol: 'http', host: hostname, port }))
  },
  [OPENAPI_FETCH]: ({ baseUrl }) => openapiFetch(baseUrl),
  [ON_FETCH]: ({ baseUrl }) => latchkey({ baseUrl }),
  [ON_NODE]: async ({ baseUrl }) => {
    const { nodeTransport } = await import('@latchkey/core/node')
    return latchkey({ baseUrl, fetch: nodeTransport() })
  },
}

async function latchkey(options: Parameters<typeof createClient>[0]): Promise<Operation> {
  const { createClient } = await import('@latchkey/core/server')
  const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, ...options })
  return async () => expectUser(await client.getUser({ userId: USER_ID }))
}

export default contestants
