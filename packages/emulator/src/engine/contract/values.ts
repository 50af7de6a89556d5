import * as v from 'valibot'
import { parseEmail } from './email-address.ts'

export const email = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'email_required'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseEmail(dataset.value)
    if (parsed !== undefined) return parsed
    addIssue({ message: 'invalid_email' })
    return NEVER
  }),
)

/** Free text, short enough to be shown. */
export const shortText = v.pipe(v.string(), v.maxLength(500))

/** Client data that is stored in sessions and events. */
export const userAgent = v.nullish(v.pipe(v.string(), v.maxLength(2000)))
export const ipAddress = v.nullish(v.pipe(v.string(), v.maxLength(200)))

/** An id of a browser or device. */
export const deviceText = v.nullish(v.pipe(v.string(), v.maxLength(500)))

/** E.164. */
export const phoneNumber = v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/, 'invalid_phone_number'))

export const isoTimestamp = v.pipe(v.string(), v.isoTimestamp())

export const locale = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/))
