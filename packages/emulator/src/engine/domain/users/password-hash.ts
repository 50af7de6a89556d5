import { type Randomness, systemRandomness } from '../../base/randomness.ts'

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
 * Whether the password is correct. Without a stored hash (an unknown user, or one without a password) it takes the same time
 * and returns false, so that timing does not reveal who has an account.
 */
export async function verifyPassword(
  stored: string | null,
  password: string,
  cost: PasswordCost,
): Promise<boolean> {
  if (stored === null) {
    let dummy = dummies.get(cost)
    if (dummy === undefined) {
      dummy = hashPassword('no user has this password', cost, systemRandomness)
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
