import { fail } from '../http/failure.ts'
import { type Randomness, systemRandomness } from '../randomness.ts'

/** argon2id parameters by cost; `production` is the OWASP minimum. Memory in KiB. */
const COSTS = {
  test: { memoryCost: 256, timeCost: 1, parallelism: 1 },
  dev: { memoryCost: 1024, timeCost: 1, parallelism: 1 },
  production: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
} as const

export type PasswordCost = keyof typeof COSTS

const SALT_BYTES = 16

export async function hashPassword(
  password: string,
  cost: PasswordCost,
  random: Randomness,
): Promise<string> {
  const salt = random.bytes(SALT_BYTES)
  const { hash } = await import('@node-rs/argon2')
  return hash(password, { ...COSTS[cost], salt })
}

const dummies = new Map<PasswordCost, Promise<string>>()

/**
 * Whether the password is right. With no stored hash (unknown person, or one without a password) it
 * takes the same time and says no, so that the clock does not tell who has an account.
 */
export async function verifyPassword(
  stored: string | null,
  password: string,
  cost: PasswordCost,
): Promise<boolean> {
  if (stored === null) {
    let dummy = dummies.get(cost)
    if (dummy === undefined) {
      dummy = hashPassword('nobody has this password', cost, systemRandomness)
      dummies.set(cost, dummy)
    }
    await verifyHash(await dummy, password)
    return false
  }
  return verifyHash(stored, password)
}

async function verifyHash(stored: string, password: string): Promise<boolean> {
  if (stored.startsWith('$argon2')) {
    const { verify } = await import('@node-rs/argon2')
    return verify(stored, password)
  }
  if (/^\$2[abxy]\$/.test(stored)) {
    const { verify } = await import('@node-rs/bcrypt')
    return verify(password, stored)
  }
  const { verifyImportedHash } = await import('./imported-hash.ts')
  return verifyImportedHash(stored, password)
}

const FORMATS: Record<string, RegExp> = {
  bcrypt: /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/,
  argon2: /^\$argon2(?:id|i|d)\$v=\d+\$[mtp]=\d+,[mtp]=\d+,[mtp]=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/,
  ssha: /^\{SSHA\}[A-Za-z0-9+/=]{30,}$/,
  ssha256: /^\{SSHA256\}[A-Za-z0-9+/=]{44,}$/,
  scrypt: /^\$scrypt\$ln=\d+,r=\d+,p=\d+\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*$/,
  pbkdf2: /^\$pbkdf2-sha(?:1|256|512)\$i=\d+(?:,l=\d+)?\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*$/,
  'firebase-scrypt':
    /^\$firescrypt\$ln=\d+,r=\d+,p=\d+\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*\$ss=[A-Za-z0-9+/]+=*\$sk=[A-Za-z0-9+/]+=*$/,
}

/** Checks that an imported hash is one of its type. Fails with 400 `invalid_password_hash`. */
export function checkImportedHash(type: string, hash: string): string {
  if (FORMATS[type]?.test(hash) === true) return hash
  throw fail(400, 'invalid_password_hash', `The password hash is not a valid ${type} hash.`)
}
