import { HOSTED_PAGE } from '../flow/offer.ts'
import type { FlowText } from './en-flow.ts'
import type { TextOf } from './text.ts'

const NAMES: Readonly<Record<string, string>> = { VercelMarketplaceOAuth: 'Vercel Marketplace' }

/**
 * What a link to a provider says, and the name of the provider alone, for a row of icons. `authkit` is where passkeys are.
 *
 * @param provider The name in the API, such as `GoogleOAuth`.
 */
export function providerText(provider: string, say: TextOf<keyof FlowText>): { name: string; label: string } {
  if (provider === HOSTED_PAGE) return { name: say('passkey'), label: say('withPasskey') }
  const name = NAMES[provider] ?? provider.replace(/OAuth$/, '')
  return { name, label: say('provider', { provider: name }) }
}
