import { decodeLabel } from './punycode.ts'

/**
 * The characters that a domain name may contain: in ASCII only letters, digits, dots and hyphens, and no invisible
 * characters except the joiners that some scripts need. The mapping of internationalized names decides about everything
 * else.
 */
const SPELLING =
  /^(?:[a-z0-9.-]|\u200c|\u200d|(?!\p{Default_Ignorable_Code_Point})[^\p{ASCII}\p{C}\p{Z}])+$/iu

/** A DNS label: letters, digits and inner hyphens. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Normalizes a domain name for comparing and sending: lower case, each internationalized label in punycode.
 *
 * @returns `undefined` for anything except a name of at least two labels: an IP address, a port, a path, an empty or
 *   overlong label, or a name that no registry could assign.
 * @see https://www.unicode.org/reports/tr46/ UTS #46, as URLs map host names
 * @see https://www.rfc-editor.org/rfc/rfc1123#section-2 RFC 1123, host names
 */
export function readDomainName(text: string): string | undefined {
  // The URL parser would remove a port, a path or a percent escape from the text.
  if (!SPELLING.test(text) || !URL.canParse(`https://${text}`)) return undefined
  const { hostname } = new URL(`https://${text}`)
  const labels = hostname.split('.')
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label))
  // If the last label contains only digits, the name is an IPv4 address.
  return isName && hostname.length <= 253 && !/^\d+$/.test(labels.at(-1) as string) ? hostname : undefined
}

/** The spellings that the API may have stored for a domain: in punycode, and in Unicode if that differs. */
export function domainSpellings(domain: string): readonly string[] {
  const unicode = domain.split('.').map(decodeLabel).join('.')
  return unicode === domain ? [domain] : [domain, unicode]
}
