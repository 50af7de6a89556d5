import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { hostedPage, readOffer, readProviders } from './offer.ts'
import { DEFAULT_OFFER } from './step.ts'

describe('readOffer', () => {
  it('fills in the settings that an app omits', () => {
    expect(readOffer({})).toEqual(DEFAULT_OFFER)
    expect(readOffer({ methods: ['sso'], providers: undefined })).toEqual({
      ...DEFAULT_OFFER,
      methods: ['sso'],
    })
  })

  it.each(['passkeys', 'Password', 'google', 'GoogleOAuth', '', 0])(
    'RE-22: refuses the method %j, and names the option',
    (method) => {
      const read = () => readOffer({ methods: [method as 'code'] })
      expect(read).toThrow(ConfigError)
      expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'methods' }))
    },
  )

  it.each(['google', 'Google', 'googleOAuth', 'GoogleOauth', 'AuthKit', ' GoogleOAuth', ''])(
    'RE-22: refuses the provider %j, and shows the form of valid names',
    (provider) => {
      const read = () => readOffer({ providers: [provider as 'GoogleOAuth'] })
      expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'providers' }))
      expect(read).toThrow(/GoogleOAuth or GitHubOAuth/)
    },
  )

  it('offers a passkey through the hosted page, and lists it once', () => {
    const providers = ['GoogleOAuth', 'authkit']
    expect(readOffer({ methods: ['passkey'], providers: ['GoogleOAuth'] })).toMatchObject({ providers })
    expect(readOffer({ methods: ['passkey'], providers: ['GoogleOAuth', 'authkit'] })).toMatchObject({
      providers,
    })
  })

  it.each([
    'authkit',
    'AppleOAuth',
    'GitHubOAuth',
    'GoogleOAuth',
    'MicrosoftOAuth',
    'VercelMarketplaceOAuth',
    'XeroOAuth',
  ])('RE-22: accepts the provider %s', (provider) => expect(readProviders([provider])).toEqual([provider]))
})

describe('the way on from a step that our pages cannot show', () => {
  it('is the hosted page, with the address if it is known', () => {
    expect(hostedPage(undefined)).toStrictEqual({ provider: 'authkit' })
    expect(hostedPage('nadia@orchard.example')).toEqual({
      provider: 'authkit',
      email: 'nadia@orchard.example',
    })
  })

  it('is not a provider with text after its name', () => {
    expect(() => readProviders(['GoogleOAuth2'])).toThrow(ConfigError)
    expect(() => readOffer({ methods: ['google' as 'code'] })).toThrow(
      'methods: "google" does not exist. The methods are password, code, sso, passkey. Set providers in `providers`.',
    )
  })
})
