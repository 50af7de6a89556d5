const SHAPE = /^[^\s@"'(),:;<>[\\\]]+@[^\s@"'(),:;<>[\\\]]+$/
const CONTROLS = /[\p{Cc}\p{Cf}]/u

/**
 * A typed e-mail address in the form to send on: NFKC, trimmed, lower case, its domain in punycode.
 *
 * @returns `undefined` for anything that is not one plain address of at most 254 bytes.
 */
export function readEmailAddress(text: string | undefined): string | undefined {
  const address = text?.normalize('NFKC').trim().toLowerCase()
  if (!address || address.length > 254 || CONTROLS.test(address) || !SHAPE.test(address)) return undefined
  const at = address.lastIndexOf('@')
  const host = `https://${address.slice(at + 1)}`
  if (!URL.canParse(host)) return undefined
  const { hostname, pathname, port } = new URL(host)
  if (pathname !== '/' || port !== '' || !hostname.includes('.') || hostname.endsWith('.')) return undefined
  const email = `${address.slice(0, at)}@${hostname}`
  return new TextEncoder().encode(email).length <= 254 ? email : undefined
}
