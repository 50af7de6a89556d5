import { createHmac } from 'node:crypto'

/** The `WorkOS-Signature` header: HMAC-SHA-256 over the time in milliseconds, a dot, and the raw body. */
export function signatureHeader(secret: string, epochMs: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${epochMs}.${body}`).digest('hex')
  return `t=${epochMs}, v1=${mac}`
}
