const DOTS = '••••••'
/** Fields with secret values: passwords, tokens, keys and one-time codes. */
const SECRET =
  /(?:^|_)(?:password(?:_hash)?|secret|tokens?|key|otp|jwt|cookie|authorization|qr_code|uri|sealed|verifier|assertion)$|^(?:code|user_code|device_code|link|url|accept_invitation_url|password_reset_url|verification_uri_complete)$/i
/** In responses, a `code` can also be an error code. */
const NAME_OF_REFUSAL = /^[a-z][a-z_]*$/

/** A JSON value with its secrets hidden. URLs with a token in the query are hidden only in part. */
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

/** A URL with the secrets in its query hidden, and without the token of an invitation in its path. */
export function maskedUrl(url: string): string {
  const [path = '', ...more] = url.split('?')
  const shown = path
    .replace(/\/by_token\/[^/]+/, `/by_token/${DOTS}`)
    .replace(/\/flow\/[^/]+/, `/flow/${DOTS}`)
  if (more.length === 0) return shown
  const fields = [...new URLSearchParams(more.join('?'))].map(
    ([name, value]) => `${encodeURIComponent(name)}=${SECRET.test(name) ? DOTS : encodeURIComponent(value)}`,
  )
  return `${shown}?${fields.join('&')}`
}

/** The value of a header. For credentials, only the scheme is shown. */
export function maskedHeader(name: string, value: string): string {
  if (/^location$|^referer$/i.test(name)) return maskedUrl(value)
  if (!/authorization|cookie|token|key/i.test(name)) return value
  return /^Bearer /i.test(value) ? `Bearer ${DOTS}` : DOTS
}

/** A body as text: JSON or a form, formatted. Other bodies are not shown. */
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
