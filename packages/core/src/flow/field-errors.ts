import type { FlowError } from './flow-payload.ts'

/** The errors of a form, by input, and the error for the form as a whole. */
export interface FieldErrors {
  form: FlowError | null
  fields: Readonly<Partial<Record<string, FlowError>>>
}

/**
 * Sorts an error by the input next to which it is shown. An error from the app can have a message for each of several inputs.
 */
export function fieldErrors(error: FlowError | null | undefined): FieldErrors {
  if (!error) return { form: null, fields: {} }
  const { field, messages, ...rest } = error
  if (!messages) return field ? { form: null, fields: { [field]: error } } : { form: error, fields: {} }
  const { form, ...inputs } = messages
  const fields = Object.entries(inputs).map(([name, message]) => [name, { ...rest, field: name, message }])
  return {
    form: form === undefined ? null : { ...rest, message: form },
    fields: Object.fromEntries(fields),
  }
}
