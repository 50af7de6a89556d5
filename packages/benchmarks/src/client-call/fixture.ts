/** A user as the API answers it. */
export const USER_ID = 'user_01HZX5JZ8Q4E3M9V7T2R6W0KNB'
export const API_KEY = 'sk_test_benchmark'
export const CLIENT_ID = 'client_01BENCHMARK'

export const USER_JSON = JSON.stringify({
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
})

/** Where the calls go. */
export interface ClientFixture {
  baseUrl: string
}

export const userUrl = (baseUrl: string): string => `${baseUrl}/user_management/users/${USER_ID}`

/** What every client sends. */
export const HEADERS = { accept: 'application/json', authorization: `Bearer ${API_KEY}` }

/** Fails the measurement rather than measure the wrong thing. */
export function expectUser(user: unknown): void {
  if ((user as { id?: unknown }).id !== USER_ID) throw new Error('This is not the user')
}
