import { createCipheriv, createHash, randomBytes, randomInt } from 'node:crypto'

/** The source of all values that must be unpredictable or, with a seed, the same every time. */
export interface Randomness {
  bytes(count: number): Uint8Array
  /** A random integer from 0 (inclusive) to `end` (exclusive). */
  below(end: number): number
}

export const systemRandomness: Randomness = {
  bytes: (count) => randomBytes(count),
  below: (end) => randomInt(end),
}

/** Returns the same output for the same seed, with AES-256 in counter mode, for tests that compare whole responses. */
export function seededRandomness(seed: string): Randomness {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  const bytes = (count: number) => stream.update(Buffer.alloc(count))
  // With 48 bits, the bias is too small for any test to detect.
  return { bytes, below: (end) => bytes(6).readUIntBE(0, 6) % end }
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** An unguessable 25-character token (148 bits), the format of refresh, reset and invitation tokens. */
export function opaqueToken(random: Randomness, length = 25): string {
  let token = ''
  while (token.length < length) {
    for (const byte of random.bytes(length * 2)) {
      // 248 = 4 × 62: larger bytes would favor the first letters.
      if (byte < 248 && token.length < length) token += ALPHANUMERIC[byte % 62]
    }
  }
  return token
}

/** A one-time code: six decimal digits. */
export function sixDigits(random: Randomness): string {
  return random.below(1_000_000).toString().padStart(6, '0')
}
