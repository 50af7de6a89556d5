import { BodyError, readFormFields } from '../handler/http/request-body.ts'

/** The fields of a form that are text, not files. */
export function textFields(entries: Iterable<[string, unknown]>): Record<string, string> {
  return Object.fromEntries(
    [...entries].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * The text fields of a posted form, of either type that browsers send; `undefined` for a body that is none: another
 * type, over 64 KiB, stalled for 10 seconds, or with a field that was sent twice.
 */
export async function readForm(request: Request): Promise<Record<string, string> | undefined> {
  try {
    return { ...(await readFormFields(request)) }
  } catch (error) {
    if (error instanceof BodyError) return undefined
    throw error
  }
}
