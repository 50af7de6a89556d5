/** Which page of a list is shown. */
export interface ListWindow {
  /** Empty for all. */
  search: string
  /** A name that the list knows; with `-` in front it is sorted the other way round. */
  sort: string
  offset: number
  limit: number
}

/** A part of a list, and how long the whole is. */
export interface Listed<Row> {
  rows: Row[]
  total: number
}

/** A pattern for `like`; what has a meaning there is left out. */
export function containing(text: string): string {
  return `%${text.replace(/[%_\\]/g, '')}%`
}
