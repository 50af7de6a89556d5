import type { Stripe } from 'stripe'
import type { Operation } from '../harness/column.ts'
import { API_KEY, expectUser, HEADERS, USER_ID } from './fixture.ts'

export const STRIPE = 'stripe'
export const OPENAPI_FETCH = 'openapi-fetch'

/** The types that `openapi-typescript` would generate for the measured operation. */
interface Paths {
  '/user_management/users/{id}': {
    get: {
      parameters: { path: { id: string } }
      responses: { 200: { content: { 'application/json': { id: string } } } }
    }
  }
}

/** A client that is generated from an API description. The default is the global `fetch`. */
export async function openapiFetch(baseUrl: string, fetch?: typeof globalThis.fetch): Promise<Operation> {
  const { default: createClient } = await import('openapi-fetch')
  const client = createClient<Paths>({ baseUrl, headers: HEADERS, ...(fetch && { fetch }) })
  const params = { path: { id: USER_ID } }
  return async () => expectUser((await client.GET('/user_management/users/{id}', { params })).data)
}

/** The hand-written client of another product. It accepts any object with the requested ID. */
export async function stripe(config: (module: typeof Stripe) => Stripe.StripeConfig): Promise<Operation> {
  const { Stripe } = await import('stripe')
  const client = new Stripe(API_KEY, { telemetry: false, ...config(Stripe) })
  return async () => expectUser(await client.customers.retrieve(USER_ID))
}
