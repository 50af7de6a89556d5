import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'

export const vendorPassword = 'uR5tW8xZ2bD4fG6hJ7kL9mN1pQ3sT0vY'

/** Seals a value as the WorkOS SDK does. `change` replaces parts before they are signed. */
export function vendorSeal(value: unknown, change: { expiry?: string; prefix?: string; iv?: string } = {}) {
  const key = (salt: string) => pbkdf2Sync(vendorPassword, salt, 1, 32, 'sha1')
  const iv = Buffer.alloc(16, 7)
  const cipher = createCipheriv('aes-256-cbc', key('salt-1'), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]).toString('base64url')
  const { prefix = 'Fe26.2', expiry = '', iv: sentIv = iv.toString('base64url') } = change
  const base = [prefix, '1', 'salt-1', sentIv, text, expiry].join('*')
  const mac = createHmac('sha256', key('salt-2')).update(base).digest('base64url')
  return `${base}*salt-2*${mac}`
}
