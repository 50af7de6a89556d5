import { ConfigError } from '../errors/index.ts'

/**
 * A fresh PKCE code verifier of 43–128 unreserved characters. Keep it secret until the code is exchanged.
 *
 * Fails with {@link ConfigError} `input_invalid` for another length.
 * @see RFC 7636 §4.1
 */
export function generateCodeVerifier(length = 43): string {
  if (!Number.isInteger(length) || length < 43 || length > 128) {
    throw new ConfigError('input_invalid', 'A code verifier has 43 to 128 characters.', { option: 'length' })
  }
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil((length * 3) / 4)))
  return base64Url(bytes).slice(0, length)
}

/**
 * The S256 challenge of a verifier: base64url(SHA-256(verifier)), without padding.
 * @see RFC 7636 §4.2
 */
export async function generateCodeChallenge(codeVerifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return base64Url(new Uint8Array(digest))
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
