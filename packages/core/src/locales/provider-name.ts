const NAMES: Readonly<Record<string, string>> = {
  VercelMarketplaceOAuth: 'Vercel Marketplace',
  authkit: 'passkey',
}

/** A provider's name as users know it, from its name in the API, such as `GoogleOAuth`. `authkit` is where passkeys are. */
export const providerName = (provider: string): string => NAMES[provider] ?? provider.replace(/OAuth$/, '')
