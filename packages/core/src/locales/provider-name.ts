/** A provider's name as users know it, from its name in the API, such as `GoogleOAuth`. */
export const providerName = (provider: string): string =>
  provider === 'GitHubOAuth' ? 'GitHub' : provider.replace(/OAuth$/, '')
