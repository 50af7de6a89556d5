import type { ExportRow, FirebaseHashConfig, UserFields } from './export-row.ts'
import { textOf } from './export-row.ts'

type Hash = Pick<UserFields, 'password_hash' | 'password_hash_type'>

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** Recognizes a hash by its format, with its type in the API and the conversion to the API's format. */
const KINDS: Array<[pattern: RegExp, type: string, written?: (match: RegExpExecArray) => string]> = [
  [/^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/, 'bcrypt'],
  [/^\$argon2(?:id|i|d)\$/, 'argon2'],
  [/^\$scrypt\$ln=/, 'scrypt'],
  [/^\$pbkdf2-sha(?:1|256|512)\$i=/, 'pbkdf2'],
  [/^\$firescrypt\$/, 'firebase-scrypt'],
  [/^\{SSHA\}/, 'ssha'],
  [/^\{SSHA256\}/, 'ssha256'],
  // Django: pbkdf2_sha256$iterations$salt$digest, with the salt as text.
  [
    /^pbkdf2_(sha1|sha256|sha512)\$(\d+)\$([^$]+)\$([A-Za-z0-9+/=]+)$/,
    'pbkdf2',
    ([, digest, iterations, salt = '', hash = '']) => {
      const length = Buffer.from(hash, 'base64').length
      return `$pbkdf2-${digest}$i=${iterations},l=${length}$${base64(salt)}$${hash.replace(/=+$/, '')}`
    },
  ],
  // Passlib: $pbkdf2-sha256$iterations$salt$digest, in base64 with a dot instead of the plus sign.
  [
    /^\$pbkdf2(-sha256|-sha512|)\$(\d+)\$([A-Za-z0-9./]+)\$([A-Za-z0-9./]+)$/,
    'pbkdf2',
    ([, digest, iterations, salt = '', hash = '']) =>
      `$pbkdf2${digest === '' ? '-sha1' : digest}$i=${iterations}$${salt.replaceAll('.', '+')}$${hash.replaceAll('.', '+')}`,
  ],
  // better-auth: the hex digits themselves are the salt, not the bytes that they encode.
  [
    /^([0-9a-f]{32}):([0-9a-f]{128})$/,
    'scrypt',
    ([, salt = '', key = '']) => `$scrypt$ln=14,r=16,p=1$${base64(salt)}$${base64(Buffer.from(key, 'hex'))}`,
  ],
]

/** Converts a hash to the format of the API. Undefined for types that the API does not support, such as MD5. */
export function hashOf(stored: string): Hash | undefined {
  for (const [pattern, type, written] of KINDS) {
    const match = pattern.exec(stored)
    if (match !== null) return { password_hash: written?.(match) ?? stored, password_hash_type: type }
  }
  return undefined
}

/** Returns the hash in a column, or the name under which the report counts it as left out. */
export function passwordIn(row: ExportRow, column: string, kind?: string): { hash: Hash; leftOut: string[] } {
  const stored = textOf(row, column)
  const hash = stored === undefined ? {} : hashOf(stored)
  if (hash !== undefined) return { hash, leftOut: [] }
  return { hash: {}, leftOut: [`password${kind === undefined ? '' : ` (${kind})`}`] }
}

/** The modified scrypt of Firebase, with the parameters of its project (RFC 7914 for `ln`, `r`, `p`). */
export function firebaseHash(hash: string, salt: string, config: FirebaseHashConfig): Hash {
  const { memoryCost, rounds, saltSeparator, signerKey } = config
  // The export uses the URL-safe alphabet (RFC 4648 §5).
  const plain = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/')
  const parameters = `ln=${memoryCost},r=${rounds},p=1`
  return {
    password_hash: `$firescrypt$${parameters}$${plain(salt)}$${plain(hash)}$ss=${plain(saltSeparator)}$sk=${plain(signerKey)}`,
    password_hash_type: 'firebase-scrypt',
  }
}

/** Reads the password hash parameters, as copied from the Firebase console. Undefined if a parameter is missing. */
export function readHashConfig(text: string): FirebaseHashConfig | undefined {
  const value = (name: string) => new RegExp(`"?${name}"?\\s*[:=]\\s*"?([\\w+/=-]+)`).exec(text)?.[1]
  const signerKey = value('base64_signer_key')
  const saltSeparator = value('base64_salt_separator')
  const [rounds, memoryCost] = [Number(value('rounds')), Number(value('mem_cost'))]
  if (signerKey === undefined || saltSeparator === undefined || !(rounds > 0) || !(memoryCost > 0))
    return undefined
  return { signerKey, saltSeparator, rounds, memoryCost }
}
