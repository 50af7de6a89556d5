export const BASE_URL = 'https://api.workos.com'
export const CLIENT_ID = 'client_01BENCHMARK'
export const API_KEY = 'sk_test_benchmark'
export const APP_ORIGIN = 'https://app.example.com'
export const SECRET = 'a-secret-of-benchmarks-with-40-characters'
export const COOKIE_NAME = 'lk'
export const OUR_COOKIE = `__Host-${COOKIE_NAME}-session`
export const VENDOR_COOKIE = 'wos-session'

/** The same users in every format. Tokens are alike in all of them, each with a session id of its own. */
export interface SessionFixture {
  jwks: { keys: object[] }
  privateKey: string
  /** Access tokens. */
  tokens: string[]
  /** Values of our session cookie. */
  ours: string[]
  /** Values of the WorkOS SDK’s session cookie. */
  vendor: string[]
}

/** A local substitute for the API: its keys, and the response of `authenticate` to everything else. */
export const serviceOf = (jwks: object, authenticate: () => object) => async (url: string | URL | Request) =>
  Response.json(String(url).includes('/jwks/') ? jwks : authenticate())
