import { readDomainName } from './domain-name.ts'
import { trimInvisible } from './invisible.ts'

/**
 * Characters that separate or quote addresses, which RFC 5322 §3.2.3 does not allow in an unquoted local part, and
 * invisible characters. Variation selectors are allowed, because they belong to the emoji before them.
 */
const NOT_IN_LOCAL_PART = /[\s@"(),:;<>[\\\]\p{C}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u

/** RFC 5321 §4.5.3.1.1, in characters. The API decides how many bytes of UTF-8 are allowed. */
const MAXIMUM_LOCAL_PART = 64
/** In bytes: a path of 256 without its angle brackets (RFC 5321 §4.5.3.1.3). */
const MAXIMUM_ADDRESS = 254

/**
 * Normalizes an email address for comparing and sending: NFC, no invisible characters at either end, full-width
 * characters in their plain form, lower case, and the domain in punycode. Look-alikes from other scripts stay
 * unchanged.
 *
 * @returns `undefined` for anything that is not one plain address of at most 254 bytes.
 * @see https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3 RFC 5322, atext
 * @see https://www.rfc-editor.org/rfc/rfc6532#section-3.1 RFC 6532, normalization of internationalized addresses
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-3.3 RFC 8265, width and case of user names
 */
export function readEmailAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 4 * MAXIMUM_ADDRESS) return undefined
  const address = withPlainWidth(trimInvisible(text)).normalize('NFC')
  const at = address.lastIndexOf('@')
  const localPart = address.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC')
  const domain = readDomainName(address.slice(at + 1))
  if (domain === undefined || !isLocalPart(localPart)) return undefined
  const email = `${localPart}@${domain}`
  return new TextEncoder().encode(email).length <= MAXIMUM_ADDRESS ? email : undefined
}

/** Whether two spellings name the same mailbox. */
export function isSameEmailAddress(left: string, right: string): boolean {
  // The API may have addresses that our forms do not accept, such as quoted ones.
  const form = (address: string) => readEmailAddress(address) ?? address.normalize('NFC').trim().toLowerCase()
  return form(left) === form(right)
}

function isLocalPart(text: string): boolean {
  if (text === '' || [...text].length > MAXIMUM_LOCAL_PART) return false
  if (text.startsWith('.') || text.endsWith('.') || text.includes('..')) return false
  // Software that reads it in a compatibility form must not find a second at sign either.
  return !NOT_IN_LOCAL_PART.test(text) && !NOT_IN_LOCAL_PART.test(text.normalize('NFKC'))
}

/**
 * Converts full-width and half-width characters, as typed with Japanese, Chinese and Korean keyboards, to their plain
 * form.
 */
const withPlainWidth = (text: string) =>
  text.replaceAll(/[\uff01-\uffee\u3000]/g, (wide) => wide.normalize('NFKC'))
