/** The fields of a form that are text, not files. */
export function textFields(entries: Iterable<[string, unknown]>): Record<string, string> {
  return Object.fromEntries(
    [...entries].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** The text fields of a posted form, of either type that browsers send; `undefined` for a body that is none. */
export async function readForm(request: Request): Promise<Record<string, string> | undefined> {
  const form = await request.formData().catch(() => undefined)
  return form && textFields(form)
}
