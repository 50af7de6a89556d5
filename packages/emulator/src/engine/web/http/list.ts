import * as v from 'valibot'
import type { Schema } from './operation.ts'

export function list(item: Schema) {
  return v.object({
    object: v.literal('list'),
    data: v.array(item),
    list_metadata: v.object({ before: v.nullable(v.string()), after: v.nullable(v.string()) }),
  })
}
