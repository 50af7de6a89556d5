import { ApiError } from '../../errors/index.ts'

/**
 * Normalizes a new password: NFC, with every kind of space replaced by a plain one. It is not trimmed, and case and
 * width stay unchanged.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2 RFC 8265, the OpaqueString profile
 */
export const readPassword = (text: string): string => text.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC')

/**
 * Signs in with a typed password: first in the form in which this handler sets passwords, then as it was typed, because
 * the API and imports accept any form. Nearly every password is the same in both forms, and is sent once.
 */
export async function withTypedPassword<T>(
  typed: string,
  signIn: (password: string) => Promise<T>,
): Promise<T> {
  const password = readPassword(typed)
  try {
    return await signIn(password)
  } catch (cause) {
    const isWrong = cause instanceof ApiError && cause.code === 'invalid_credentials'
    if (password === typed || !isWrong) throw cause
    return signIn(typed)
  }
}
