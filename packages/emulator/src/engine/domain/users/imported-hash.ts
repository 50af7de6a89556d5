import { createCipheriv, createHash, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const deriveScrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
const derivePbkdf2 = promisify(pbkdf2)

/** The prefix of a stored digest with the salt before the password. */
export const SALT_FIRST = 'salt-first:'

/** Verifies the imported hash types that are neither argon2 nor bcrypt. */
export async function verifyImportedHash(stored: string, password: string): Promise<boolean> {
  if (stored.startsWith(SALT_FIRST)) return verifySsha(stored.slice(SALT_FIRST.length), password, true)
  if (stored.startsWith('{SSHA')) return verifySsha(stored, password, false)
  const [, scheme = '', options = '', ...rest] = stored.split('$')
  const parameter = (name: string) => Number(new RegExp(`(?:^|,)${name}=(\\d+)`).exec(options)?.[1] ?? 0)
  const [salt = Buffer.alloc(0), expected = Buffer.alloc(0)] = rest.map((part) => Buffer.from(part, 'base64'))
  const cost = { N: 2 ** parameter('ln'), r: parameter('r'), p: parameter('p'), maxmem: 512 * 1024 * 1024 }

  if (scheme === 'scrypt') {
    return equal(await deriveScrypt(password, salt, expected.length, cost), expected)
  }
  if (scheme === 'firescrypt') {
    const separator = Buffer.from(rest[2]?.slice('ss='.length) ?? '', 'base64')
    const signerKey = Buffer.from(rest[3]?.slice('sk='.length) ?? '', 'base64')
    const key = await deriveScrypt(password, Buffer.concat([salt, separator]), 32, cost)
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
    return equal(Buffer.concat([cipher.update(signerKey), cipher.final()]), expected)
  }
  const digest = scheme.replace('pbkdf2-', '')
  return equal(await derivePbkdf2(password, salt, parameter('i'), expected.length, digest), expected)
}

/** `{SSHA}` + base64(digest + salt). */
function verifySsha(stored: string, password: string, saltFirst: boolean): boolean {
  const [digest, length] = stored.startsWith('{SSHA256}') ? ['sha256', 32] : ['sha1', 20]
  const bytes = Buffer.from(stored.slice(stored.indexOf('}') + 1), 'base64')
  const salt = bytes.subarray(length)
  const parts = saltFirst ? [salt, Buffer.from(password)] : [Buffer.from(password), salt]
  return equal(createHash(digest).update(Buffer.concat(parts)).digest(), bytes.subarray(0, length))
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b)
}
