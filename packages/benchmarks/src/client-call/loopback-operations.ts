import { nodeTransport } from '@latchkey/core/node'
import { createClient } from '@latchkey/core/server'
import type { Contestants, Operation } from '../harness/column.ts'
import {
  API_KEY,
  CLIENT_ID,
  type ClientFixture,
  expectTokens,
  expectUsers,
  HEADERS,
  LIST_PATH,
  SIGN_IN,
  SIGN_IN_PATH,
} from './fixture.ts'

export const RAW_LIST = 'list: raw fetch'
export const OUR_LIST = 'list: latchkey on nodeTransport'
export const RAW_SIGN_IN = 'authenticate: raw fetch'
export const OUR_SIGN_IN = 'authenticate: latchkey on nodeTransport'

const { email, password } = SIGN_IN

/** A page of a hundred users, and a sign-in with a password, over HTTP on the loopback interface. */
const contestants: Contestants<ClientFixture> = {
  [RAW_LIST]: ({ baseUrl }) => {
    const url = baseUrl + LIST_PATH
    return async () => expectUsers((await (await fetch(url, { headers: HEADERS })).json()).data)
  },
  [OUR_LIST]: (fixture) =>
    ours(fixture, async (client) => expectUsers((await client.listUsers({ limit: 100 })).data)),
  [RAW_SIGN_IN]: ({ baseUrl }) => {
    const url = baseUrl + SIGN_IN_PATH
    const headers = { ...HEADERS, 'content-type': 'application/json' }
    const fields = { grant_type: 'password', client_id: CLIENT_ID, client_secret: API_KEY, email, password }
    return async () => {
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fields) })
      expectTokens((await response.json()).access_token)
    }
  },
  [OUR_SIGN_IN]: (fixture) =>
    ours(fixture, async (client) => {
      const outcome = await client.authenticateWithPassword({ email, password })
      expectTokens(outcome.status === 'complete' && outcome.tokens.accessToken)
    }),
}

function ours(
  { baseUrl }: ClientFixture,
  call: (client: ReturnType<typeof createClient>) => Promise<void>,
): Operation {
  const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl, fetch: nodeTransport() })
  return () => call(client)
}

export default contestants
