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

/** A pattern for `like`. Characters with a special meaning are removed. */
export function containing(text: string): string {
  return `%${text.replace(/[%_\\]/g, '')}%`
}
