/** Fields, by their wire names, whose values must never be shown. In a request, `code` is one of them too. */
const secretFields = new Set([
  'access_token',
  'client_secret',
  'code_verifier',
  'device_code',
  'invitation_token',
  'link_authorization_code',
  'new_password',
  'password',
  'password_hash',
  'password_reset_token',
  'password_reset_url',
  'pending_authentication_token',
  'refresh_token',
  'secret',
  'token',
  'totp_secret',
])

// Text that looks like a key or token is removed, even if this call did not send it.
const patterns = [/sk_[A-Za-z0-9_]+/g, /Bearer\s+[^\s"']+/gi, /eyJ[\w-]+\.[\w-]+\.[\w-]*/g, /whsec_\w+/g]

const requestSecretFields = new Set([...secretFields, 'code'])

/** The secrets in a request body, by their wire names. */
export function secretsOfRequest(body: unknown): string[] {
  return collect(body, requestSecretFields, [])
}

/** The secrets in a response body, by their wire names. There, `code` is an error code. */
export function secretsOfResponse(body: unknown): string[] {
  return collect(body, secretFields, [])
}

function collect(body: unknown, fields: ReadonlySet<string>, found: string[]): string[] {
  if (typeof body !== 'object' || body === null) return found
  for (const [key, value] of Object.entries(body)) {
    if (typeof value === 'object') collect(value, fields, found)
    else if (fields.has(key) && typeof value === 'string') found.push(value)
  }
  return found
}

/** Removes the given secrets, and everything that looks like one. */
export function scrub(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text
  for (const secret of secrets) {
    // Strings of up to three characters would match unrelated text by chance.
    if (secret === undefined || secret.length < 4) continue
    for (const form of spellings(secret)) clean = clean.replaceAll(form, '[redacted]')
  }
  for (const pattern of patterns) clean = clean.replace(pattern, '[redacted]')
  return clean
}

/** At most 200 characters of a response, scrubbed and on one line. */
export function excerptOf(text: string, secrets: readonly (string | undefined)[]): string {
  return scrub(text.slice(0, 4_096), secrets)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200)
}

/** The ways in which a secret can be quoted: as is, in JSON, and in a URL with `%20` or `+`. */
function spellings(secret: string): string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  return [secret, JSON.stringify(secret).slice(1, -1), form, form.replaceAll('+', '%20')]
}
