import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto'
import type { Randomness } from './randomness.ts'

/** The stored form of a token that is too long to guess. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

export function sameText(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest()
  const right = createHash('sha256').update(b).digest()
  return timingSafeEqual(left, right)
}

/**
 * Encrypts an environment's short secrets before they are stored. Codes have six digits, so a plain hash could be reversed by
 * trying all codes; the key is derived from the API key. The API can read codes and tokens back (`GET /magic_auth/{id}`), so
 * they are stored sealed, in addition to their digest.
 */
export interface Vault {
  digest(purpose: string, secret: string): string
  seal(secret: string): string
  open(sealed: string): string
}

export function createVault(apiKey: string, random: Randomness): Vault {
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', apiKey, 'latchkey-emulator', info, 32))
  let digestKey: Buffer | undefined
  let sealKey: Buffer | undefined
  return {
    digest(purpose, secret) {
      digestKey ??= derive('digest')
      return createHmac('sha256', digestKey).update(`${purpose}\0${secret}`).digest('base64url')
    },
    seal(secret) {
      sealKey ??= derive('seal')
      const iv = random.bytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
    },
    open(sealed) {
      sealKey ??= derive('seal')
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
