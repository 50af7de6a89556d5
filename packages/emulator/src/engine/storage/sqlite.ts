import type { DatabaseSync } from 'node:sqlite'

/**
 * Opens a database. The module is loaded here instead of imported, so that a Node version without it gets a clear error, and so
 * that Node 22 does not print an experimental warning at every start.
 */
export function openSqlite(path: string): DatabaseSync {
  const { DatabaseSync } = withoutItsWarning(() => process.getBuiltinModule('node:sqlite'))
  return new DatabaseSync(path)
}

function withoutItsWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental')) {
      Reflect.apply(emitWarning, process, [warning, ...rest])
    }
  }
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
