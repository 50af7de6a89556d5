import { createHmac } from 'node:crypto'
import type { Randomness } from '../../base/randomness.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_SECONDS = 30
const DRIFT_STEPS = 1

/** A new secret: 160 bits in 32 base32 characters. */
export function newTotpSecret(random: Randomness): string {
  return Array.from(random.bytes(32), (byte) => BASE32[byte & 31]).join('')
}

/**
 * Normalizes a secret that was typed or copied: providers show it in groups and in lower case. Undefined if it is not base32
 * with 16 to 128 characters.
 */
export function readTotpSecret(text: string): string | undefined {
  const secret = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]+/gu, '')
    .replace(/=+$/, '')
    .toUpperCase()
  return /^[A-Z2-7]{16,128}$/.test(secret) ? secret : undefined
}

/** The 30-second time step of an instant in epoch milliseconds (RFC 6238 §4). */
export function totpStep(epochMs: number): number {
  return Math.floor(epochMs / 1000 / STEP_SECONDS)
}

/** The six digits for a time step (SHA-1, RFC 4226 §5.3). */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest()
  const offset = (mac[19] ?? 0) & 15
  return ((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0')
}

/** The time step that has this code, at most one step away, or undefined. */
export function matchingStep(secret: string, code: string, epochMs: number): number | undefined {
  const now = totpStep(epochMs)
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
    if (step >= 0 && totpCode(secret, step) === code) return step
  }
  return undefined
}

/** The URI that authenticator apps scan. */
export function totpUri(secret: string, issuer: string, user: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(user).replaceAll('%40', '@')}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`
}

function decodeBase32(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text) {
    value = ((value << 5) | BASE32.indexOf(character)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 255)
    }
  }
  return Buffer.from(bytes)
}
