import type { Contestants } from '../harness/column.ts'
import { API_KEY, CLIENT_ID, cannedResponse, expectUsers, HEADERS, LIST_JSON } from './fixture.ts'
import { BARE } from './in-process.ts'

const BASE_URL = 'https://api.example.com'

const response = cannedResponse(LIST_JSON)

/** Lists a hundred users without a network. */
const contestants: Contestants = {
  [BARE]: () => {
    const send = response as unknown as typeof fetch
    const url = `${BASE_URL}/user_management/users?limit=100`
    return async () =>
      expectUsers(((await (await send(url, { headers: HEADERS })).json()) as { data: unknown }).data)
  },
  '@workos-inc/node': async () => {
    const { WorkOS } = await import('@workos-inc/node')
    const fetchFn = response as unknown as typeof fetch
    const workos = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID, fetchFn })
    return async () => expectUsers((await workos.userManagement.listUsers({ limit: 100 })).data)
  },
  latchkey: async () => {
    const { createClient } = await import('@latchkey/core/server')
    const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL, fetch: response })
    return async () => expectUsers((await client.listUsers({ limit: 100 })).data)
  },
}

export default contestants
