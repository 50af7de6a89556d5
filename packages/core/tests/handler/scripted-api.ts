import { createClient } from '../../src/server.ts'

/** A response of the API: a body with status 200, another status with its body, or no response. */
export type ApiResponse = object | { status: number; body: object } | 'no response'

/** A request that the API received. */
export interface SentRequest {
  /** Method and path, such as `POST /user_management/authenticate`. */
  call: string
  query: Record<string, string>
  body: Record<string, unknown>
}

/**
 * A client for an API whose responses a test lists by method and path. The last response of a list is repeated. A call that is
 * not listed fails the test.
 */
export function scriptedApi(responses: Record<string, ApiResponse | readonly ApiResponse[]>) {
  const sent: SentRequest[] = []
  const left = new Map(
    Object.entries(responses).map(([call, response]) => [call, [response].flat() as ApiResponse[]]),
  )
  const client = createClient({
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    baseUrl: 'https://api.example.com',
    maxRetries: 0,
    async fetch(input, init) {
      const request = new Request(input, init)
      const { pathname, searchParams } = new URL(request.url)
      const call = `${request.method} ${pathname}`
      const text = await request.text()
      sent.push({ call, query: Object.fromEntries(searchParams), body: text === '' ? {} : JSON.parse(text) })
      const list = left.get(call)
      if (list === undefined) return Response.json({ code: 'teapot', message: call }, { status: 418 })
      const response = list.length > 1 ? list.shift() : list[0]
      if (response === undefined || response === 'no response') throw new TypeError('fetch failed')
      if ('status' in response && 'body' in response)
        return Response.json(response.body, { status: response.status as number })
      return Response.json(response)
    },
  })
  return { client, sent, calls: () => sent.map(({ call }) => call) }
}

const times = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' }

/** A user as the API sends it. */
export const wireUser = (more: object = {}) => ({
  object: 'user',
  id: 'user_1',
  email: 'nadia@orchard.example',
  email_verified: true,
  first_name: null,
  last_name: null,
  profile_picture_url: null,
  last_sign_in_at: null,
  external_id: null,
  metadata: {},
  ...times,
  ...more,
})

/** An invitation as the API sends it. */
export const wireInvitation = (more: object = {}) => ({
  object: 'invitation',
  id: 'invitation_1',
  email: 'nadia@orchard.example',
  state: 'pending',
  accepted_at: null,
  revoked_at: null,
  expires_at: '2026-01-10T00:00:00.000Z',
  token: 'invitation_1',
  accept_invitation_url: 'https://x.example',
  organization_id: null,
  inviter_user_id: null,
  ...times,
  ...more,
})

/** An organization as the API sends it. */
export const wireOrganization = (more: object = {}) => ({
  object: 'organization',
  id: 'org_1',
  name: 'Orchard',
  domains: [],
  external_id: null,
  metadata: {},
  ...times,
  ...more,
})

/** A membership as the API sends it. */
export const wireMembership = (more: object = {}) => ({
  object: 'organization_membership',
  id: 'om_1',
  user_id: 'user_1',
  organization_id: 'org_1',
  organization_name: 'Orchard',
  status: 'active',
  role: { slug: 'admin' },
  roles: [{ slug: 'admin' }],
  custom_attributes: {},
  directory_managed: false,
  ...times,
  ...more,
})

/** A page of a list as the API sends it. */
export const wirePage = (...data: object[]) => ({
  object: 'list',
  data,
  list_metadata: { before: null, after: null },
})

/** The response to a grant that signs the user in. */
export const signedInResponse = { user: wireUser(), access_token: 'a.b.c', refresh_token: 'refresh-1' }
