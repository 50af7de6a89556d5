import { trimInvisible } from './invisible.ts'

/** In characters, not in UTF-16 units, so that the limit is the same for scripts outside the first plane. */
const MAXIMUM_LENGTH = 200

/**
 * Normalizes a first or last name: NFC, without invisible characters at either end; `''` if nothing is left.
 *
 * @returns `undefined` for a name that is longer than 200 characters or contains a line break or another control
 *   character.
 */
export function readFullName(text: string): string | undefined {
  const name = trimInvisible(text.normalize('NFC'))
  return [...name].length > MAXIMUM_LENGTH || /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(name) ? undefined : name
}
