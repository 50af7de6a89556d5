import { ConfigError } from '../errors/index.ts'

const MINIMUM_BYTES = 32

const SAMPLE_WORDS = ['changeme', 'cookie', 'password', 'secret', 'example', 'test', 'key']
const SAMPLE_STARTS = ['your', 'atleast32', 'replace', '0123456789', 'abcdef']

/** Whether the value appears in documentation or templates, and so is not a secret. */
function isSample(secret: string): boolean {
  const plain = secret.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const rest = SAMPLE_WORDS.reduce((text, word) => text.replaceAll(word, ''), plain)
  const oneCharacter = new Set(secret).size === 1
  return oneCharacter || rest === '' || SAMPLE_STARTS.some((start) => plain.startsWith(start))
}

/**
 * The cookie secrets in order: the first one seals, and all of them open.
 *
 * @param value One secret, a list, or a text with several secrets separated by commas.
 * @throws {ConfigError} `cookie_secret_missing`, `cookie_secret_too_short` or `cookie_secret_sample`.
 */
export function readCookieSecrets(value: string | readonly string[] | undefined): readonly string[] {
  const list = (typeof value === 'string' ? value.split(',') : (value ?? [])).map((secret) => secret.trim())
  const secrets = list.filter((secret) => secret !== '' && secret !== 'undefined')
  if (secrets.length === 0) {
    throw new ConfigError(
      'cookie_secret_missing',
      'cookieSecret is missing. Set LATCHKEY_COOKIE_SECRET to at least 32 random bytes, for example from `openssl rand -base64 32`.',
    )
  }
  for (const secret of secrets) {
    if (new TextEncoder().encode(secret).length < MINIMUM_BYTES) {
      throw new ConfigError('cookie_secret_too_short', 'Each cookieSecret must be at least 32 bytes long.')
    }
    if (isSample(secret)) {
      throw new ConfigError('cookie_secret_sample', 'cookieSecret is a sample value. Use random bytes.')
    }
  }
  return secrets
}
