export const BASE_URL = 'https://api.workos.com'
export const CLIENT_ID = 'client_01BENCHMARK'
export const API_KEY = 'sk_test_benchmark'
export const APP_ORIGIN = 'https://app.example.com'
export const SECRET = 'a-secret-of-benchmarks-with-40-characters'
export const COOKIE_NAME = 'lk'
export const OUR_COOKIE = `__Host-${COOKIE_NAME}-session`
export const VENDOR_COOKIE = 'wos-session'

/** The same users in every format. Their tokens differ only in the session ID. */
export interface SessionFixture {
  jwks: { keys: object[] }
  privateKey: string
  /** Access tokens. */
  tokens: string[]
  /** Values of Latchkey's session cookie. */
  ours: string[]
  /** Values of the WorkOS SDK’s session cookie. */
  vendor: string[]
}

/** A local substitute for the API. It returns the keys, and for every other request the response of `authenticate`. */
export const serviceOf = (jwks: object, authenticate: () => object) => async (url: string | URL | Request) =>
  Response.json(String(url).includes('/jwks/') ? jwks : authenticate())
