import * as v from 'valibot'
import type { Page } from '../../storage/read-page.ts'

const limit = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}$/, 'invalid_limit'),
  v.transform(Number),
  v.minValue(1, 'invalid_limit'),
  v.maxValue(100, 'invalid_limit'),
)

/** The paging parameters of every list. */
export const pageQuery = {
  limit: v.optional(limit, '10'),
  order: v.optional(v.picklist(['asc', 'desc', 'normal'], 'invalid_order'), 'desc'),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
}

/** The `list` envelope with both cursors, each null at its end of the list. */
export function listBody<Row>(page: Page<Row>, present: (row: Row) => unknown): object {
  return {
    object: 'list',
    data: page.rows.map(present),
    list_metadata: { before: page.before, after: page.after },
  }
}
