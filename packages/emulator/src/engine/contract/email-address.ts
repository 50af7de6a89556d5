import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * The form in which domains are compared: lower-case A-labels (RFC 5891). Undefined for text that is not a domain name with at
 * least two labels, such as one with a port, a path or an escape, or an IP address in any spelling.
 */
export function domainKey(text: string): string | undefined {
  const known = keys.get(text)
  if (known !== undefined) return known
  const key = keyOf(text)
  if (key !== undefined && text.length <= MOST_CHARACTERS) {
    if (keys.size >= MOST_KEYS) keys.clear()
    keys.set(text, key)
  }
  return key
}

/** The keys of recently used domains: most users have few domains, and a request needs the same key several times. */
const keys = new Map<string, string>()
const MOST_KEYS = 1000
const MOST_CHARACTERS = 253

function keyOf(text: string): string | undefined {
  const domain = text.normalize('NFKC').trim()
  // The URL parser, which supports IDNA, would drop these characters as part of a port, a path or an escape.
  if (domain === '' || NEVER_IN_DOMAIN.test(domain)) return undefined
  const ascii = domainToASCII(domain)
  const isName = DOMAIN.test(ascii) && !isNumber(ascii) && ascii.length <= 253
  return isName && hasTrueLabels(ascii) ? ascii : undefined
}

/** ASCII characters except letters, digits, hyphens and dots, and invisible characters except the two joiners of IDNA. */
const NEVER_IN_DOMAIN = /(?![a-z0-9.-])[\0-\x7f]|(?![\u200c\u200d])[\p{C}\p{Default_Ignorable_Code_Point}]/iu
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** URL parsers treat a host as an IP address if its last label is a number. */
function isNumber(domain: string): boolean {
  return /\.(?:\d+|0x[\da-f]*)$/.test(domain)
}

/** An A-label is invalid if it encodes no U-label, or one with another encoding. */
function hasTrueLabels(ascii: string): boolean {
  if (!ascii.includes('xn--')) return true
  const unicode = domainToUnicode(ascii)
  return !/(?:^|\.)xn--/.test(unicode) && domainToASCII(unicode) === ascii
}

const LOCAL_PART = /^[^\s@"(),:;<>[\]\\\p{C}\p{Default_Ignorable_Code_Point}]{1,64}$/u
const MOST_BYTES = 254

/**
 * The email address in stored form: NFKC and trimmed, otherwise unchanged. Undefined if it is not a single plain address: no
 * quotes, lists, comments or control characters, and at most 254 bytes.
 */
export function parseEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim()
  const parts = email.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || local === undefined || domain === undefined) return undefined
  if (!LOCAL_PART.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return undefined
  }
  if (domainKey(domain) === undefined) return undefined
  const isShort = [email, emailKey(email)].every((form) => Buffer.byteLength(form) <= MOST_BYTES)
  return isShort ? email : undefined
}

/** The form in which email addresses are compared: local part in lower case, domain as A-labels. */
export function emailKey(email: string): string {
  const folded = folding(email)
  const at = folded.lastIndexOf('@')
  const domain = at === -1 ? undefined : domainKey(folded.slice(at + 1))
  return domain === undefined ? folded : `${folded.slice(0, at)}@${domain}`
}

function folding(text: string): string {
  // Lower-casing can undo the normalization, so normalize twice: the key of a key is the same key.
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
}

/** The key of an email address's domain; empty if it is not an email address. */
export function domainOf(email: string): string {
  return domainKey(email.slice(email.lastIndexOf('@') + 1)) ?? ''
}
