import { checkPrime, createPrivateKey, type KeyObject } from 'node:crypto'
import type { Randomness } from '../base/randomness.ts'

const PRIME_BYTES = 128
/** With the two highest bits set, the product of two such primes has 2048 bits. */
const SHAPE = (3n << 1022n) | 1n
const EXPONENT = 65_537n

/**
 * An RSA key derived from the random source, which Node cannot create itself. Anyone with the seed has the key, so use it only
 * for runs that must be reproducible.
 */
export async function seededPrivateKey(random: Randomness): Promise<KeyObject> {
  const [p, q] = [await prime(random), await prime(random)]
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n))
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64url(p * q),
      e: base64url(EXPONENT),
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: base64url(d % (p - 1n)),
      dq: base64url(d % (q - 1n)),
      qi: base64url(inverse(q, p)),
    },
  })
}

/** The first prime at or after a random number. */
async function prime(random: Randomness): Promise<bigint> {
  let candidate = BigInt(`0x${Buffer.from(random.bytes(PRIME_BYTES)).toString('hex')}`) | SHAPE
  while ((candidate - 1n) % EXPONENT === 0n || !(await isPrime(candidate))) candidate += 2n
  return candidate
}

function isPrime(candidate: bigint): Promise<boolean> {
  return new Promise((resolve, reject) => {
    checkPrime(candidate, (error, result) => (error == null ? resolve(result) : reject(error)))
  })
}

/** The inverse of `a` modulo `m`, with the extended Euclidean algorithm. */
function inverse(a: bigint, m: bigint): bigint {
  let [rest, next] = [a, m]
  let [factor, nextFactor] = [1n, 0n]
  while (next !== 0n) {
    const quotient = rest / next
    ;[rest, next] = [next, rest - quotient * next]
    ;[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor]
  }
  return ((factor % m) + m) % m
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}
