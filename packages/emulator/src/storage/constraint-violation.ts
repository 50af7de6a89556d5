/** SQLite's result codes for a broken foreign key, primary key or unique index. */
const SQLITE_CODES = new Set([787, 1555, 2067])

/** Whether the database refused a write because of what another write did first. */
export function isConstraintViolation(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && SQLITE_CODES.has(Number(error.errcode))
}
