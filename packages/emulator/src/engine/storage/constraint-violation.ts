/** A broken foreign key, primary key or unique index, in SQLite's words and in PostgreSQL's; a deadlock too. */
const SQLITE_CODES = new Set([787, 1555, 2067])
const POSTGRES_CODES = new Set(['23503', '23505', '40P01'])

/** A deadlock, and a serialization failure. */
const DEADLOCK_CODES = new Set(['40P01', '40001'])

/** Whether two transactions waited for each other, and this one was undone so that the other could go on. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DEADLOCK_CODES.has(String(error.code))
}

/** Whether the database refused a write because of what another write did first. */
export function isConstraintViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return SQLITE_CODES.has(Number(error.errcode))
  return 'code' in error && POSTGRES_CODES.has(String(error.code))
}
