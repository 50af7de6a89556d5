import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { readOffer, readProviders } from './offer.ts'
import { DEFAULT_OFFER } from './step.ts'

describe('readOffer', () => {
  it('fills in what an app does not say', () => {
    expect(readOffer({})).toEqual(DEFAULT_OFFER)
    expect(readOffer({ methods: ['sso'], providers: undefined })).toEqual({
      ...DEFAULT_OFFER,
      methods: ['sso'],
    })
  })

  it.each(['passkey', 'Password', 'google', 'GoogleOAuth', '', 0])(
    'RE-22: refuses the method %j, by the name of the option',
    (method) => {
      const read = () => readOffer({ methods: [method as 'code'] })
      expect(read).toThrow(ConfigError)
      expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'methods' }))
    },
  )

  it.each(['google', 'Google', 'googleOAuth', 'GoogleOauth', 'authkit', ' GoogleOAuth', ''])(
    'RE-22: refuses the provider %j, and says what names look like',
    (provider) => {
      const read = () => readOffer({ providers: [provider as 'GoogleOAuth'] })
      expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'providers' }))
      expect(read).toThrow(/GoogleOAuth or GitHubOAuth/)
    },
  )

  it.each([
    'AppleOAuth',
    'GitHubOAuth',
    'GoogleOAuth',
    'MicrosoftOAuth',
    'VercelMarketplaceOAuth',
    'XeroOAuth',
  ])('RE-22: takes the provider %s', (provider) => expect(readProviders([provider])).toEqual([provider]))
})
