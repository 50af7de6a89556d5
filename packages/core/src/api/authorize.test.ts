import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type GetAuthorizationUrlParams,
  getAuthorizationUrl,
  getAuthorizationUrlWithPkce,
} from './authorize.ts'
import { getJwksUrl } from './jwks.ts'
import { generateCodeChallenge, generateCodeVerifier } from './pkce.ts'
import { createApi } from './request/api.ts'
import { getLogoutUrl } from './sessions.ts'

const api = createApi({ apiKey: 'sk_test_1', clientId: 'client_1' })
const redirectUri = 'https://app.example/callback'

describe('getAuthorizationUrl', () => {
  it('has every parameter in order, with spaces as +', () => {
    const url = getAuthorizationUrl(api, {
      redirectUri,
      provider: 'authkit',
      connectionId: 'conn_1',
      organizationId: 'org_1',
      state: 'a b&c=d',
      codeChallenge: 'x',
      codeChallengeMethod: 'S256',
      loginHint: 'nadia+1@orchard.example',
      domainHint: 'orchard.example',
      screenHint: 'sign-up',
      prompt: 'login',
      maxAge: 0,
      invitationToken: 'inv',
      providerScopes: ['openid', 'email'],
      providerQueryParams: { hd: 'orchard.example' },
    })
    expect(url).toBe(
      'https://api.workos.com/user_management/authorize?client_id=client_1&code_challenge=x&code_challenge_method=S256' +
        '&connection_id=conn_1&domain_hint=orchard.example&invitation_token=inv&login_hint=nadia%2B1%40orchard.example' +
        '&max_age=0&organization_id=org_1&prompt=login&provider=authkit&provider_query_params%5Bhd%5D=orchard.example' +
        '&provider_scopes=openid%2Cemail&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&response_type=code' +
        '&screen_hint=sign-up&state=a+b%26c%3Dd',
    )
  })

  it('C21 does not let the caller replace or repeat the parameters that bind the response to this sign-in', () => {
    const protectedNames = ['client_id', 'redirect_uri', 'state', 'code_challenge', 'response_type']
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom(...protectedNames, ...protectedNames.map((n) => `x]&${n}=evil&y[`)),
    )
    fc.assert(
      fc.property(fc.dictionary(key, fc.string()), fc.string(), (providerQueryParams, prompt) => {
        const extras = {
          client_id: 'evil',
          response_type: 'token',
          redirect_uri: 'https://evil.example',
        } as object
        const url = getAuthorizationUrl(api, {
          ...extras,
          redirectUri,
          provider: 'GoogleOAuth',
          state: 'mine',
          codeChallenge: 'x',
          codeChallengeMethod: 'S256',
          prompt,
          providerQueryParams,
        })
        const query = new URL(url).searchParams
        const names = [...query.keys()]
        expect(new Set(names).size).toBe(names.length)
        expect(protectedNames.map((name) => query.get(name))).toEqual([
          'client_1',
          redirectUri,
          'mine',
          'x',
          'code',
        ])
      }),
    )
  })

  it.each<[string, Partial<GetAuthorizationUrlParams>]>([
    ['no selector', { provider: undefined }],
    ['a relative redirect URI', { redirectUri: '/callback' }],
    ['a script as the redirect URI', { redirectUri: 'javascript:alert(1)' }],
    ['a data URL as the redirect URI', { redirectUri: 'data:text/html,x' }],
    ['a challenge without its method', { codeChallenge: 'x' }],
    ['screenHint without authkit', { provider: 'GoogleOAuth', screenHint: 'sign-up' }],
    ['half of a surrogate pair in the state', { state: '\udc00' }],
  ])('refuses %s', (_what, params) => {
    expect(() => getAuthorizationUrl(api, { redirectUri, provider: 'authkit', ...params })).toThrow(
      expect.objectContaining({ code: 'input_invalid' }),
    )
  })

  it('accepts the URL of a native app', () => {
    expect(getAuthorizationUrl(api, { redirectUri: 'myapp://cb', provider: 'authkit' })).toContain(
      'myapp%3A%2F%2Fcb',
    )
  })

  it('needs a client ID', () => {
    const without = createApi({ apiKey: 'sk_test_1' })
    expect(() => getAuthorizationUrl(without, { redirectUri, provider: 'authkit' })).toThrow(
      expect.objectContaining({ code: 'client_id_missing' }),
    )
  })
})

describe('PKCE', () => {
  it('creates the challenge from RFC 7636, appendix B', async () => {
    expect(await generateCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })

  it('creates verifiers of every allowed length, and rejects other lengths', () => {
    for (let length = 43; length <= 128; length++) {
      expect(generateCodeVerifier(length)).toMatch(new RegExp(`^[A-Za-z0-9._~-]{${length}}$`))
    }
    for (const length of [42, 129, 50.5, Number.NaN]) expect(() => generateCodeVerifier(length)).toThrow()
    expect(generateCodeVerifier()).not.toBe(generateCodeVerifier())
  })

  it('is returned with the URL, and G1 does not print its verifier', async () => {
    const started = await getAuthorizationUrlWithPkce(api, { redirectUri, provider: 'authkit' })
    const query = new URL(started.url).searchParams
    expect(query.get('code_challenge')).toBe(await generateCodeChallenge(started.codeVerifier))
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.get('state')).toBe(started.state)
    expect(started.url + inspect(started) + JSON.stringify(started)).not.toContain(started.codeVerifier)
  })
})

describe('other URLs', () => {
  it('returns the logout URL', () => {
    expect(getLogoutUrl(api, { sessionId: 'session_1', returnTo: 'https://app.example/?a=b c' })).toBe(
      'https://api.workos.com/user_management/sessions/logout?session_id=session_1&return_to=https%3A%2F%2Fapp.example%2F%3Fa%3Db%20c',
    )
    expect(() => getLogoutUrl(api, { sessionId: '' })).toThrow(
      expect.objectContaining({ code: 'input_invalid' }),
    )
  })

  it('returns the URL of the key set', () => {
    expect(getJwksUrl(api)).toBe('https://api.workos.com/sso/jwks/client_1')
    expect(() => getJwksUrl(api, { clientId: '../x' })).toThrow(
      expect.objectContaining({ code: 'input_invalid' }),
    )
  })
})
