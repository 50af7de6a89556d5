/** The page of a list to show. */
export interface ListWindow {
  /** Empty for all rows. */
  search: string
  /** A column that the list can sort by. A leading `-` reverses the order. */
  sort: string
  offset: number
  limit: number
}

/** Some rows of a list, and the total number of rows. */
export interface Listed<Row> {
  rows: Row[]
  total: number
}

/** The total number of rows of a list. They are counted only if the page does not show where the list ends. */
export async function totalOf(
  { offset, limit }: Pick<ListWindow, 'limit' | 'offset'>,
  shown: number,
  count: () => Promise<{ total: number | string }>,
): Promise<number> {
  const isLastPage = shown < limit && (shown > 0 || offset === 0)
  return isLastPage ? offset + shown : Number((await count()).total)
}

/** A pattern for `like`. Characters with a special meaning are removed. */
export function containing(text: string): string {
  return `%${text.replace(/[%_\\]/g, '')}%`
}
