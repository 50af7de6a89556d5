const DOTS = '••••••'
/** Fields with secret values: passwords, tokens, keys and one-time codes. */
const SECRET =
  /(?:^|_)(?:password(?:_hash)?|secret|tokens?|key|otp|jwt|cookie|authorization|qr_code|uri|sealed|verifier|assertion)$|^(?:code|user_code|device_code|link|url|accept_invitation_url|password_reset_url|verification_uri_complete)$/i
/** In responses, a `code` can also be an error code. */
const NAME_OF_REFUSAL = /^[a-z][a-z_]*$/

/** An API key, which also occurs as the `value` of an operation. */
const API_KEY = /^sk_/

/** Callers may also send names in camel case. */
const isSecret = (field: string) => SECRET.test(field.replace(/([a-z\d])([A-Z])/g, '$1_$2'))

/** A JSON value with its secrets hidden. URLs with a token in the query are hidden only in part. */
export function masked(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => masked(one, field))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, name)]))
  }
  // Callers also send numbers, such as codes without quotes.
  if (typeof value === 'number' && isSecret(field)) return DOTS
  if (typeof value !== 'string' || value === '') return value
  if (API_KEY.test(value)) return DOTS
  if (!isSecret(field)) return value
  if (field === 'code' && NAME_OF_REFUSAL.test(value)) return value
  if (/^https?:/.test(value)) return maskedUrl(value)
  return DOTS
}

/** A URL with the secrets in its query hidden, and without the token of an invitation in its path. */
export function maskedUrl(url: string): string {
  const [whole = '', ...fragment] = url.split('#')
  const [path = '', ...more] = whole.split('?')
  const shown = path
    .replace(/\/by_token\/[^/]+/, `/by_token/${DOTS}`)
    .replace(/\/flow\/[^/]+/, `/flow/${DOTS}`)
  // A fragment can contain tokens in any form.
  const end = fragment.length > 0 ? `#${DOTS}` : ''
  if (more.length === 0) return shown + end
  const fields = [...new URLSearchParams(more.join('?'))].map(
    ([name, value]) => `${encodeURIComponent(name)}=${isSecret(name) ? DOTS : encodeURIComponent(value)}`,
  )
  return `${shown}?${fields.join('&')}${end}`
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
