import type { Contestants } from '../harness/column.ts'
import {
  API_KEY,
  CLIENT_ID,
  cannedResponse,
  expectUser,
  HEADERS,
  USER_ID,
  USER_JSON,
  userUrl,
} from './fixture.ts'
import { OPENAPI_FETCH, openapiFetch, STRIPE, stripe } from './peers.ts'

export const BARE = 'limit: bare transport'

const BASE_URL = 'https://api.example.com'

const response = cannedResponse(USER_JSON)

/** Gets a user without a network. */
const contestants: Contestants = {
  [BARE]: () => {
    const send = response as unknown as typeof fetch
    const url = userUrl(BASE_URL)
    return async () => expectUser(await (await send(url, { headers: HEADERS })).json())
  },
  '@workos-inc/node': async () => {
    const { WorkOS } = await import('@workos-inc/node')
    const fetchFn = response as unknown as typeof fetch
    const workos = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID, fetchFn })
    return async () => expectUser(await workos.userManagement.getUser(USER_ID))
  },
  [STRIPE]: () =>
    stripe(({ createFetchHttpClient }) => ({
      httpClient: createFetchHttpClient(response as unknown as typeof fetch),
    })),
  [OPENAPI_FETCH]: () => openapiFetch(BASE_URL, response as unknown as typeof fetch),
  latchkey: async () => {
    const { createClient } = await import('@latchkey/core/server')
    const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL, fetch: response })
    return async () => expectUser(await client.getUser({ userId: USER_ID }))
  },
}

export default contestants
