import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * The one form in which domains are compared: lower-case A-labels (RFC 5891). Undefined for what is no domain
 * name of at least two labels: an address with a port, a path or an escape, an IP address in any spelling.
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

/** Keys of domains that were asked for lately: most users are at few of them, and a request asks several times. */
const keys = new Map<string, string>()
const MOST_KEYS = 1000
const MOST_CHARACTERS = 253

function keyOf(text: string): string | undefined {
  const domain = text.normalize('NFKC').trim()
  // The URL parser, which knows IDNA, would take these for a port, a path or an escape and leave them out.
  if (domain === '' || NEVER_IN_DOMAIN.test(domain)) return undefined
  const ascii = domainToASCII(domain)
  const isName = DOMAIN.test(ascii) && !isNumber(ascii) && ascii.length <= 253
  return isName && hasTrueLabels(ascii) ? ascii : undefined
}

/** ASCII other than letters, digits, hyphens and dots; and invisible characters but the two joiners of IDNA. */
const NEVER_IN_DOMAIN = /(?![a-z0-9.-])[\0-\x7f]|(?![\u200c\u200d])[\p{C}\p{Default_Ignorable_Code_Point}]/iu
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Hosts whose last label is a number are IP addresses to every URL parser. */
function isNumber(domain: string): boolean {
  return /\.(?:\d+|0x[\da-f]*)$/.test(domain)
}

/** An A-label that stands for no U-label, or for one that is written otherwise, is not one. */
function hasTrueLabels(ascii: string): boolean {
  if (!ascii.includes('xn--')) return true
  const unicode = domainToUnicode(ascii)
  return !/(?:^|\.)xn--/.test(unicode) && domainToASCII(unicode) === ascii
}

const LOCAL_PART = /^[^\s@"(),:;<>[\]\\\p{C}\p{Default_Ignorable_Code_Point}]{1,64}$/u
const MOST_BYTES = 254

/**
 * The address as it is stored: NFKC without surrounding space, otherwise as it was given. Undefined when it is
 * not one plain address: no quotes, lists, comments or control characters, at most 254 bytes.
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

/** How an address is compared, wherever it comes from: local part in lower case, domain as A-labels. */
export function emailKey(email: string): string {
  const folded = folding(email)
  const at = folded.lastIndexOf('@')
  const domain = at === -1 ? undefined : domainKey(folded.slice(at + 1))
  return domain === undefined ? folded : `${folded.slice(0, at)}@${domain}`
}

function folding(text: string): string {
  // Lower case can undo the composition: twice, so that the key of a key is the key.
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
}

/** The key of an address's domain; empty for what is no address. */
export function domainOf(email: string): string {
  return domainKey(email.slice(email.lastIndexOf('@') + 1)) ?? ''
}
