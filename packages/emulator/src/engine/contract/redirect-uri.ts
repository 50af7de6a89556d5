const REFUSED_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'])

/** An absolute URI with an authority and a scheme that runs no code. Custom schemes are allowed. */
export function isRedirectUri(uri: string): boolean {
  if (
    !/^[a-z][a-z0-9+.-]*:\/\/[^/\s\\]/i.test(uri) ||
    /[\s\\]/.test(uri) ||
    !URL.canParse(uri.replace('*', 'x'))
  ) {
    return false
  }
  return !REFUSED_SCHEMES.has(new URL(uri.replace('*', 'x')).protocol)
}
