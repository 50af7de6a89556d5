import { decodeLabel } from './punycode.ts'

/**
 * What a spelling may hold: of ASCII only what names have, and nothing invisible but the joiners that some scripts need.
 * What else is a name is for the mapping of internationalized names to decide.
 */
const SPELLING =
  /^(?:[a-z0-9.-]|\u200c|\u200d|(?!\p{Default_Ignorable_Code_Point})[^\p{ASCII}\p{C}\p{Z}])+$/iu

/** One label as DNS has it: letters, digits and inner hyphens. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The one form of a domain name, for comparing and sending: lower case, each internationalized label in punycode.
 *
 * @returns `undefined` for anything but a name of at least two labels: an address of digits, a port, a path, an empty or
 *   overlong label, a name that no registry could give out.
 * @see https://www.unicode.org/reports/tr46/ UTS #46, as URLs map host names
 * @see https://www.rfc-editor.org/rfc/rfc1123#section-2 RFC 1123, host names
 */
export function readDomainName(text: string): string | undefined {
  // The parser of URLs would take a port, a path or a percent escape out of the text.
  if (!SPELLING.test(text) || !URL.canParse(`https://${text}`)) return undefined
  const { hostname } = new URL(`https://${text}`)
  const labels = hostname.split('.')
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label))
  // A last label of digits alone makes an IPv4 address of it.
  return isName && hostname.length <= 253 && !/^\d+$/.test(labels.at(-1) as string) ? hostname : undefined
}

/** The spellings under which the API may know a domain: in punycode, and in Unicode where that differs. */
export function domainSpellings(domain: string): readonly string[] {
  const unicode = domain.split('.').map(decodeLabel).join('.')
  return unicode === domain ? [domain] : [domain, unicode]
}
