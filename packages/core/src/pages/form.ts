import { BodyError, readFormFields } from '../handler/http/request-body.ts'

/** The text fields of a form. Files are ignored. */
export function textFields(entries: Iterable<[string, unknown]>): Record<string, string> {
  return Object.fromEntries(
    [...entries].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * The text fields of a posted form, in either content type that browsers send. `undefined` if the body is not a form: another
 * type, over 64 KiB, stalled for 10 seconds, or with the same field twice.
 */
export async function readForm(request: Request): Promise<Record<string, string> | undefined> {
  try {
    return { ...(await readFormFields(request)) }
  } catch (error) {
    if (error instanceof BodyError) return undefined
    throw error
  }
}
