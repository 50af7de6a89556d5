import type { Cryptography } from './crypto.ts'
import { fromBase64Url, fromUtf8 } from './crypto.ts'
import { type Session, sessionUser } from './session.ts'

const PREFIX = 'Fe26.2'

/** Whether a cookie's text looks like the vendor's sealed session. */
export const isVendorSeal = (text: string): boolean => text.startsWith(`${PREFIX}*`)

/**
 * Opens a session that the vendor's SDK sealed, so that people stay signed in when an app moves over.
 * Reads only; the next answer stores the session in this package's own format.
 *
 * @returns `undefined` for a wrong password, a changed byte or another format.
 */
export async function openVendorSeal(
  cryptography: Cryptography,
  password: string,
  text: string,
  now: number,
): Promise<Session | undefined> {
  const [sealed, version] = text.split('~', 2)
  const parts = (sealed ?? '').split('*')
  if (parts.length !== 8 || parts[0] !== PREFIX) return undefined
  const [prefix, passwordId, encryptionSalt, iv64, ciphertext64, expiry, hmacSalt, hmac64] = parts as string[]
  if (expiry !== '' && !(Number(expiry) > now)) return undefined
  const [iv, ciphertext, hmac] = [iv64, ciphertext64, hmac64].map((part) => fromBase64Url(part as string))
  if (!iv || !ciphertext || !hmac || !encryptionSalt || !hmacSalt) return undefined
  const opened = await cryptography.openVendorSeal({
    password,
    encryptionSalt,
    iv,
    ciphertext,
    hmacSalt,
    hmac,
    macBase: [prefix, passwordId, encryptionSalt, iv64, ciphertext64, expiry].join('*'),
  })
  const json = opened && fromUtf8(opened)
  if (json === undefined) return undefined
  try {
    const value = JSON.parse(json)
    return readVendorSession(version === '2' ? value : (value?.persistent ?? value), now)
  } catch {
    return undefined
  }
}

function readVendorSession(value: unknown, now: number): Session | undefined {
  const session = value as {
    accessToken?: unknown
    refreshToken?: unknown
    user?: Parameters<typeof sessionUser>[0]
    authenticationMethod?: string
    impersonator?: { email: string; reason?: string | null }
  } | null
  if (typeof session?.accessToken !== 'string' || typeof session.refreshToken !== 'string') return undefined
  const { user } = session
  if (typeof user?.id !== 'string' || typeof user.email !== 'string') return undefined
  return {
    accessToken: session.accessToken,
    refreshToken: session.refreshToken,
    user: sessionUser({ ...user, emailVerified: user.emailVerified === true }),
    authenticationMethod: session.authenticationMethod,
    impersonator: session.impersonator && {
      email: session.impersonator.email,
      reason: session.impersonator.reason ?? null,
    },
    startedAt: now,
    rev: 1,
  }
}
