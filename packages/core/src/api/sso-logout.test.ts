import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { createApi } from './request/api.ts'
import { authorizeSsoLogout, getSsoLogoutUrl } from './sso-logout.ts'

const logout = { logout_url: 'https://api.workos.com/sso/logout?token=tok%2B1', logout_token: 'tok+1' }
const api = createApi({ apiKey: 'sk_test_1', fetch: async () => Response.json(logout) })

it('the URL of an SSO logout contains its token, and is created without a request', () => {
  expect(getSsoLogoutUrl(api, { token: 'tok+1' })).toBe(logout.logout_url)
  expect(() => getSsoLogoutUrl(api, { token: '' })).toThrow(
    expect.objectContaining({ code: 'input_invalid' }),
  )
})

it('the token that signs a user out at the identity provider is not printed', async () => {
  const result = await authorizeSsoLogout(api, { profileId: 'prof_1' })
  expect(result.logoutUrl).toBe(logout.logout_url)
  expect(inspect(result) + JSON.stringify(result)).not.toMatch(/tok/)
})
