/** Error codes for a violated foreign key, primary key or unique index, for SQLite and PostgreSQL, and for deadlocks. */
const SQLITE_CODES = new Set([787, 1555, 2067])
const POSTGRES_CODES = new Set(['23503', '23505', '40P01'])

/** A deadlock and a serialization failure. */
const DEADLOCK_CODES = new Set(['40P01', '40001'])

/** Whether two transactions waited for each other, and this one was rolled back. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DEADLOCK_CODES.has(String(error.code))
}

/** Whether the database refused a write because of an earlier one. */
export function isConstraintViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return SQLITE_CODES.has(Number(error.errcode))
  return 'code' in error && POSTGRES_CODES.has(String(error.code))
}
