const DOTS = '••••••'
/** Fields whose values open something: passwords, tokens, keys, and what one-time codes are in. */
const SECRET =
  /(?:^|_)(?:password(?:_hash)?|secret|tokens?|key|otp|jwt|cookie|authorization|qr_code|uri|sealed|verifier|assertion)$|^(?:code|user_code|device_code|link|url|accept_invitation_url|password_reset_url|verification_uri_complete)$/i
/** In responses a `code` may also be the name of a refusal. */
const NAME_OF_REFUSAL = /^[a-z][a-z_]*$/

/** A value of JSON with its secrets hidden. Only addresses that carry a token in their query are hidden in part. */
export function masked(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => masked(one, field))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, name)]))
  }
  if (typeof value !== 'string' || value === '' || !SECRET.test(field)) return value
  if (field === 'code' && NAME_OF_REFUSAL.test(value)) return value
  if (/^https?:/.test(value)) return maskedUrl(value)
  return DOTS
}

/** An address whose query has its secrets hidden, and whose path has no invitation's token. */
export function maskedUrl(url: string): string {
  const [path = '', query] = url.split('?', 2)
  const shown = path
    .replace(/\/by_token\/[^/]+/, `/by_token/${DOTS}`)
    .replace(/\/flow\/[^/]+/, `/flow/${DOTS}`)
  if (query === undefined) return shown
  const fields = [...new URLSearchParams(query)].map(
    ([name, value]) => `${encodeURIComponent(name)}=${SECRET.test(name) ? DOTS : encodeURIComponent(value)}`,
  )
  return `${shown}?${fields.join('&')}`
}

/** A header's value; of credentials the scheme stays. */
export function maskedHeader(name: string, value: string): string {
  if (/^location$|^referer$/i.test(name)) return maskedUrl(value)
  if (!/authorization|cookie|token|key/i.test(name)) return value
  return /^Bearer /i.test(value) ? `Bearer ${DOTS}` : DOTS
}

/** A body as text: JSON or a form, laid out; anything else is not shown. */
export function maskedText(text: string): string {
  const fields = fieldsOf(text)
  if (fields === undefined) return `${text.length} characters that are neither JSON nor a form`
  return JSON.stringify(masked(fields), null, 2)
}

export function isReadable(text: string): boolean {
  return fieldsOf(text) !== undefined
}

function fieldsOf(text: string): object | undefined {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return /^[\w.%+-]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined
  }
}
