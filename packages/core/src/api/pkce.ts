import { randomBytes, sha256, toBase64Url, utf8 } from '../base/cryptography.ts'
import { ConfigError } from '../errors/index.ts'

/**
 * Creates a PKCE code verifier of 43–128 unreserved characters. Keep it secret until the code is exchanged.
 *
 * Fails with {@link ConfigError} `input_invalid` for another length.
 * @see RFC 7636 §4.1
 */
export function generateCodeVerifier(length = 43): string {
  if (!Number.isInteger(length) || length < 43 || length > 128) {
    throw new ConfigError('input_invalid', 'A code verifier must have 43 to 128 characters.', {
      option: 'length',
    })
  }
  return toBase64Url(randomBytes(Math.ceil((length * 3) / 4))).slice(0, length)
}

/**
 * Computes the S256 challenge of a verifier: base64url(SHA-256(verifier)), without padding.
 * @see RFC 7636 §4.2
 */
export async function generateCodeChallenge(codeVerifier: string): Promise<string> {
  return toBase64Url(await sha256(utf8(codeVerifier)))
}
