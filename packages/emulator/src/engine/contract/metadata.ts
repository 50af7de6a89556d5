import * as v from 'valibot'
import { fail } from '../base/failure.ts'

/** `null` clears all metadata. A key set to `null` is removed, and other keys are merged. */
export const metadataInput = v.nullish(v.record(v.string(), v.nullable(v.string())))

export type MetadataInput = v.InferOutput<typeof metadataInput>

const MAX_KEYS = 50
const MAX_KEY_LENGTH = 40
const MAX_VALUE_LENGTH = 600

/** Applies a change to stored metadata. Fails with 400 `invalid_metadata`. */
export function mergeMetadata(
  current: Record<string, string>,
  change: MetadataInput,
): Record<string, string> {
  if (change === undefined) return current
  if (change === null) return {}
  const merged = new Map(Object.entries(current))
  for (const [key, value] of Object.entries(change)) {
    if (value === null) merged.delete(key)
    else if (key.length > MAX_KEY_LENGTH || value.length > MAX_VALUE_LENGTH) throw invalidMetadata()
    else merged.set(key, value)
  }
  if (merged.size > MAX_KEYS) throw invalidMetadata()
  return Object.fromEntries(merged)
}

function invalidMetadata() {
  return fail(
    400,
    'invalid_metadata',
    `Metadata can have at most ${MAX_KEYS} keys of up to ${MAX_KEY_LENGTH} characters, with values of up to ${MAX_VALUE_LENGTH} characters.`,
  )
}

/** ASCII, 1–128 characters. */
export const externalId = v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,128}$/, 'invalid_external_id'))
