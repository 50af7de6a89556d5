import { StorageUnavailable } from './unavailable.ts'

/** A folder, file or database that cannot be opened. The message identifies it and explains the fix. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

interface SqliteError extends Error {
  errcode: number
}

/** By SQLite's primary result code: https://www.sqlite.org/rescode.html */
const REASONS: Record<number, (file: string, folder: string) => string> = {
  5: (_file, folder) =>
    `The data folder ${folder} is locked: it is in use by another process. Stop that process, or choose another folder.`,
  8: (file) => `${file} cannot be written. Give this user write permission for the file and its folder.`,
  10: (file) =>
    `${file} cannot be read or written. Check the permissions of the file and its folder, and the disk.`,
  11: (file) => `${file} is damaged. Move it away to start with an empty environment, or restore a copy.`,
  13: (file) => `${file} cannot grow: the disk is full.`,
  14: (file) => `${file} cannot be opened. Check the permissions of the file and its folder.`,
  26: (file) => `${file} is not a database of the emulator. Move it away, or choose another folder.`,
}

/** Explains an error of SQLite to the owner of the file. Other errors stay unchanged. */
export function explainSqlite(error: unknown, file: string, folder: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const reason = REASONS[(error as SqliteError).errcode & 0xff]
  return reason === undefined ? error : new StorageError(reason(file, folder), { cause: error })
}

/** Explains an error of the folder itself. */
export function explainFolder(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const reason =
    code === 'EEXIST' || code === 'ENOTDIR'
      ? `${folder} is a file. Pass a folder, which is created if it does not exist.`
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? `The folder ${folder} cannot be created or read. Fix its permissions, or choose another folder.`
        : undefined
  return reason === undefined ? error : new StorageError(reason, { cause: error })
}

/** By SQLSTATE, and by the operating system's error codes. */
const DATABASE_REASONS: Record<string, (url: URL) => string> = {
  '28P01': (url) =>
    `PostgreSQL at ${url.host} refused the password of the user ${url.username}. Correct it in the URL.`,
  '28000': (url) =>
    `PostgreSQL at ${url.host} does not allow the user ${url.username} to connect. Correct the user name in the URL, or edit pg_hba.conf.`,
  '3D000': (url) =>
    `PostgreSQL at ${url.host} has no database ${url.pathname.slice(1)}. Create it: createdb ${url.pathname.slice(1)}`,
  '42501': (url) =>
    `The user ${url.username} cannot create schemas in the database ${url.pathname.slice(1)}. Grant CREATE on it.`,
  '53300': (url) =>
    `PostgreSQL at ${url.host} has no connections left. Raise max_connections, or close other clients.`,
}

/** Explains a database connection error to the user who configured it. Other errors stay unchanged. */
export function explainDatabase(error: unknown, text: string): unknown {
  if (!URL.canParse(text)) {
    return new StorageError(
      'The URL of the database is not valid: postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    )
  }
  const url = new URL(text)
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = DATABASE_REASONS[code]?.(url)
  if (reason !== undefined) return new StorageError(reason, { cause: error })
  if (!(error instanceof StorageUnavailable)) return error
  const where = `${url.host}${url.pathname}`
  return new StorageError(`The database cannot be reached at ${where}. Start it, or correct the URL.`, {
    cause: error,
  })
}
