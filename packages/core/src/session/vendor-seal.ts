import type { Cryptography } from '../base/cryptography.ts'
import { fromBase64Url, fromJson } from '../base/cryptography.ts'
import { type Session, sessionUser } from './packed-session.ts'

const PREFIX = 'Fe26.2'

/**
 * Opens a session that the WorkOS SDK sealed, so that users stay signed in when an app moves to Latchkey. Only reads
 * it; the next response stores the session in the format of this package.
 *
 * @returns `undefined` for a wrong password, a changed byte or another format.
 */
export async function openVendorSeal(
  cryptography: Cryptography,
  password: string,
  text: string,
  now: number,
): Promise<Session | undefined> {
  const parts = (text.split('~', 1)[0] as string).split('*')
  if (parts.length !== 8 || parts[0] !== PREFIX) return undefined
  const [, , encryptionSalt, iv, ciphertext, expiry, hmacSalt, hmac] = parts as Eight
  if (expiry !== '' && !(Number(expiry) > now)) return undefined
  const opened = await cryptography.openVendorSeal({
    password,
    encryptionSalt,
    iv: bytesOf(iv),
    ciphertext: bytesOf(ciphertext),
    hmacSalt,
    hmac: bytesOf(hmac),
    macBase: parts.slice(0, 6).join('*'),
  })
  const value = (opened && fromJson(opened)) as
    | (VendorSession & { persistent?: VendorSession })
    | undefined
    | null
  return readVendorSession(value?.persistent ?? value, now)
}

type Eight = [string, string, string, string, string, string, string, string]

/** Empty for text that is not base64url. A valid MAC or ciphertext is never empty. */
const bytesOf = (part: string) => fromBase64Url(part) ?? new Uint8Array()

interface VendorSession {
  accessToken?: unknown
  refreshToken?: unknown
  user?: Parameters<typeof sessionUser>[0]
  authenticationMethod?: string
  impersonator?: { email: string; reason?: string | null }
}

function readVendorSession(session: VendorSession | null | undefined, now: number): Session | undefined {
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
