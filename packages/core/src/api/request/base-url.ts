import { ConfigError } from '../../errors/index.ts'

const loopback = /^(localhost|.+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/**
 * Validates the API's base URL and returns it without a trailing slash.
 *
 * Fails with {@link ConfigError} `base_url_invalid`. The API key must not be sent in plain text, so `http:` is allowed for
 * loopback only. Credentials, a query or a fragment are not allowed.
 */
export function checkBaseUrl(value: string): string {
  const url = parse(value.trim())
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname))) {
    throw invalid('must be https (http is for loopback only)')
  }
  if (url.username !== '' || url.password !== '') throw invalid('must not contain credentials')
  // An empty query or fragment is not in `search` or `hash`, but would still swallow the path that follows.
  if (/[?#]/.test(value)) throw invalid('must not have a query or fragment')
  return `${url.origin}${url.pathname}`.replace(/\/$/, '')
}

function parse(value: string): URL {
  try {
    return new URL(value)
  } catch {
    throw invalid('is not a URL')
  }
}

function invalid(why: string): ConfigError {
  return new ConfigError('base_url_invalid', `baseUrl (WORKOS_BASE_URL) ${why}.`, { option: 'baseUrl' })
}
