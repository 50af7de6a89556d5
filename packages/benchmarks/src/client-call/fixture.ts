/** A user as the API returns it. */
export const USER_ID = 'user_01HZX5JZ8Q4E3M9V7T2R6W0KNB'
export const API_KEY = 'sk_test_benchmark'
export const CLIENT_ID = 'client_01BENCHMARK'

const USER = {
  object: 'user',
  id: USER_ID,
  email: 'ada@orchard.example',
  email_verified: true,
  first_name: 'Ada',
  last_name: 'Byron',
  name: 'Ada Byron',
  profile_picture_url: 'https://images.example.com/ada.png',
  last_sign_in_at: '2026-11-01T08:00:00.000Z',
  external_id: 'crm-1815',
  metadata: { plan: 'team' },
  locale: 'en-GB',
  created_at: '2026-01-01T08:00:00.000Z',
  updated_at: '2026-11-01T08:00:00.000Z',
}

export const USER_JSON = JSON.stringify(USER)

/** A page of a hundred users. */
export const LIST_JSON = JSON.stringify({
  object: 'list',
  data: Array.from({ length: 100 }, (_, index) => ({ ...USER, id: `${USER_ID}${index}` })),
  list_metadata: { before: null, after: `${USER_ID}99` },
})

/** A sign-in with a password, and the API's response to it. */
export const SIGN_IN = { email: USER.email, password: 'correct horse battery staple' }
const ACCESS_TOKEN = `${'header'.repeat(10)}.${'claims'.repeat(100)}.${'signature'.repeat(38)}`

export const SIGN_IN_JSON = JSON.stringify({
  user: USER,
  organization_id: null,
  access_token: ACCESS_TOKEN,
  refresh_token: 'refresh01HZX5JZ8Q4E3M9V7T2R6W0KNB',
  authentication_method: 'Password',
})

export const LIST_PATH = '/user_management/users?limit=100'
export const SIGN_IN_PATH = '/user_management/authenticate'

/** The URL of the calls. */
export interface ClientFixture {
  baseUrl: string
}

export const userUrl = (baseUrl: string): string => `${baseUrl}/user_management/users/${USER_ID}`

/** The request that every client sends. */
export const HEADERS = { accept: 'application/json', authorization: `Bearer ${API_KEY}` }

/** The request for the page. */
export function expectUsers(users: unknown): void {
  if (!Array.isArray(users) || users.length !== 100) throw new Error('These are not the users')
  expectUser({ id: users[99].id.slice(0, -2) })
}

export function expectTokens(accessToken: unknown): void {
  if (accessToken !== ACCESS_TOKEN) throw new Error('This is not the access token')
}

/** Fails the measurement if a client did not get the expected user. */
export function expectUser(user: unknown): void {
  if ((user as { id?: unknown }).id !== USER_ID) throw new Error('This is not the user')
}

const headers = new Headers({ 'content-type': 'application/json', 'x-request-id': 'req_1' })

/** The cheapest possible transport, so that only the client's own work is measured. */
export const cannedResponse = (body: string) => async () => ({
  ok: true,
  status: 200,
  headers,
  text: async () => body,
  json: async () => JSON.parse(body),
})
