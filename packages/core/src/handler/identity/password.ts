import { ApiError } from '../../errors/index.ts'

/**
 * The one form of a password that is to be set: NFC, and each space of another kind a plain one. Nothing is trimmed, and
 * case and width stay.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2 RFC 8265, the OpaqueString profile
 */
export const readPassword = (text: string): string => text.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC')

/**
 * Signs in with a typed password: in the form in which this handler sets passwords, and else as it was typed, because
 * the API and imports take any form. Nearly every password is the same in both, and is sent once.
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
