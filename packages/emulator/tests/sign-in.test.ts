import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { PASSWORD, start } from './fixture.ts'

it('a user verifies an email address and signs in with a token that the published keys verify', async () => {
  const { emulator, environment, call, authenticate } = await start()
  const user = await call('POST', '/user_management/users', {
    email: 'nadia@orchard.example',
    password: PASSWORD,
  })
  expect(user.status).toBe(201)

  const first = await authenticate({
    grant_type: 'password',
    email: 'Nadia@orchard.example',
    password: PASSWORD,
  })
  expect(first).toMatchObject({ status: 403, body: { code: 'email_verification_required' } })
  const email = await environment.inbox.waitFor({ to: 'nadia@orchard.example', kind: 'email_verification' })
  const session = await authenticate({
    grant_type: 'urn:workos:oauth:grant-type:email-verification:code',
    code: email.code,
    pending_authentication_token: first.body.pending_authentication_token,
  })
  expect(session).toMatchObject({ status: 200, body: { authentication_method: 'Password' } })

  const keys = createRemoteJWKSet(new URL(`${emulator.url}/sso/jwks/${environment.clientId}`), {
    [customFetch]: emulator.fetch,
  })
  const { payload } = await jwtVerify(session.body.access_token, keys)
  expect(payload).toMatchObject({
    iss: `${emulator.url}/user_management/${environment.clientId}`,
    sub: user.body.id,
    sid: expect.stringMatching(/^session_/),
  })
  expect(payload.exp! - payload.iat!).toBe(300)

  const refreshed = await authenticate({
    grant_type: 'refresh_token',
    refresh_token: session.body.refresh_token,
  })
  expect(refreshed.status).toBe(200)
  const sessions = await call('GET', `/user_management/users/${user.body.id}/sessions`)
  expect(sessions.body.data).toHaveLength(1)
  await emulator.close()
})
