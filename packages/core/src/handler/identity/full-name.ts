import { trimInvisible } from './invisible.ts'

/** In characters, not in units of UTF-16: a name in a script outside of the first plane may be as long as any other. */
const MAXIMUM_LENGTH = 200

/**
 * The one form of a first or last name: NFC, with nothing invisible at its ends; `''` when nothing is left.
 *
 * @returns `undefined` for one that is longer than 200 characters or contains a line break or another control character.
 */
export function readFullName(text: string): string | undefined {
  const name = trimInvisible(text.normalize('NFC'))
  return [...name].length > MAXIMUM_LENGTH || /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(name) ? undefined : name
}
