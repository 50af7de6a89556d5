import * as v from 'valibot'

/** How an address is compared: NFKC, trimmed, lower case. It is stored as it was given. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

const LOCAL_PART = /^[^\s@"(),:;<>[\]\\\p{C}]{1,64}$/u
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether this is one plain address: no quotes, lists, comments or control characters, at most 254 bytes. */
export function isEmail(text: string): boolean {
  const parts = text.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || local === undefined || domain === undefined) return false
  if (!LOCAL_PART.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return false
  const ascii = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : ''
  return DOMAIN.test(ascii) && new TextEncoder().encode(text).length <= 254
}

export const email = v.pipe(
  v.string(),
  v.transform((text) => text.normalize('NFKC').trim()),
  v.minLength(1, 'email_required'),
  v.check(isEmail, 'invalid_email'),
)

/** Text of the customer's choosing, short enough to show. */
export const shortText = v.pipe(v.string(), v.maxLength(500))

/** Client data that ends up in sessions and events. */
export const userAgent = v.nullish(v.pipe(v.string(), v.maxLength(2000)))
export const ipAddress = v.nullish(v.pipe(v.string(), v.maxLength(200)))

export const isoTimestamp = v.pipe(v.string(), v.isoTimestamp())

export const locale = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/))
