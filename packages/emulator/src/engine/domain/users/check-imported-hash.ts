import { fail } from '../../base/failure.ts'

interface HashType {
  format: RegExp
  /** The maximum per parameter, so that no sign-in can overload the server. */
  most: Record<string, number>
}

const MOST_LENGTH = 1000
const BASE64 = '[A-Za-z0-9+/]+=*'
/** In KiB, like the parameter of argon2: 256 MiB. */
const MOST_MEMORY_KIB = 262_144

const TYPES: Record<string, HashType> = {
  bcrypt: { format: /^\$2[abxy]\$(?<cost>\d\d)\$[./A-Za-z0-9]{53}$/, most: { cost: 15 } },
  argon2: {
    format: /^\$argon2(?:id|i|d)\$v=\d+\$[mtp]=\d+,[mtp]=\d+,[mtp]=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/,
    most: { m: MOST_MEMORY_KIB, t: 20, p: 16 },
  },
  ssha: { format: /^\{SSHA\}[A-Za-z0-9+/=]{30,}$/, most: {} },
  ssha256: { format: /^\{SSHA256\}[A-Za-z0-9+/=]{44,}$/, most: {} },
  scrypt: {
    format: new RegExp(`^\\$scrypt\\$ln=\\d+,r=\\d+,p=\\d+\\$${BASE64}\\$${BASE64}$`),
    most: { ln: 20, r: 32, p: 16 },
  },
  pbkdf2: {
    format: new RegExp(`^\\$pbkdf2-sha(?:1|256|512)\\$i=\\d+(?:,l=\\d+)?\\$${BASE64}\\$${BASE64}$`),
    most: { i: 2_000_000, l: 512 },
  },
  'firebase-scrypt': {
    format: new RegExp(
      `^\\$firescrypt\\$ln=\\d+,r=\\d+,p=\\d+\\$${BASE64}\\$${BASE64}\\$ss=${BASE64}\\$sk=${BASE64}$`,
    ),
    most: { ln: 20, r: 32, p: 16 },
  },
}

/**
 * Checks that an imported hash is valid for its type, and can be verified in reasonable time. Fails with 400
 * `invalid_password_hash`.
 */
export function checkImportedHash(type: string, hash: string): string {
  const known = TYPES[type]
  const match = hash.length > MOST_LENGTH ? null : known?.format.exec(hash)
  if (known === undefined || match == null) throw refused(`The password hash is not a valid ${type} hash.`)
  for (const [name, most] of Object.entries(known.most)) {
    const value = match.groups?.[name] === undefined ? parameter(hash, name) : Number(match.groups[name])
    if (value === undefined || (value >= 1 && value <= most)) continue
    throw refused(`The ${type} hash has ${name}=${value}; 1 to ${most} is accepted.`)
  }
  // 128 bytes for each unit of N and r (RFC 7914 §2).
  const memoryKib = (2 ** (parameter(hash, 'ln') ?? 0) * (parameter(hash, 'r') ?? 0) * 128) / 1024
  if (memoryKib > MOST_MEMORY_KIB) throw refused(`The ${type} hash needs more than 256 MiB of memory.`)
  return hash
}

function parameter(hash: string, name: string): number | undefined {
  const text = new RegExp(`[$,]${name}=(\\d+)`).exec(hash)?.[1]
  return text === undefined ? undefined : Number(text)
}

function refused(message: string) {
  return fail(400, 'invalid_password_hash', message)
}
