import type { DatabaseSync } from 'node:sqlite'

/**
 * Opens a database. The module is asked for here, not imported, so that a Node that has none can say so in a
 * sentence of ours; and so that Node 22 does not warn at each start that it is experimental.
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
