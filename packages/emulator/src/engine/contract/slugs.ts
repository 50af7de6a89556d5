import * as v from 'valibot'

/** The slug of a role or resource type. */
export const slug = v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,48}$/, 'invalid_slug'))

/** The slug of a permission, such as `tasks:read`. */
export const permissionSlug = v.pipe(v.string(), v.regex(/^[a-z0-9_.:*-]{1,48}$/, 'invalid_slug'))

export const displayName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'name_required'),
  v.maxLength(255, 'name_too_long'),
)

export const description = v.nullish(v.pipe(v.string(), v.maxLength(500, 'description_too_long')))
