import type { DatabaseSync, StatementSync } from 'node:sqlite'

/**
 * One commit for all writes in a turn of the event loop. A commit costs about as much as three inserts, and all callers can
 * wait for the same one. The writes of a request without other work in between are in one group: either all of them survive, or
 * none. A write counts only after {@link GroupCommit.durable}.
 */
export interface GroupCommit {
  /** Call before a write. Opens a group if there is none. */
  join(): void
  /** Starts a transaction inside the group. The group is not committed while one is running. */
  begin(): void
  commit(): void
  rollback(): void
  /** Resolves when everything written so far is committed; rejects if that fails. */
  durable(): Promise<void>
  /** The number of groups that could not be committed, for callers that wrote in an earlier one. */
  readonly failures: number
  /** Commits immediately. */
  flush(): void
}

/** Runs statements without parameters. Each is prepared only once. */
export function prepared(database: DatabaseSync): (statement: string) => void {
  const known = new Map<string, StatementSync>()
  return (statement) => {
    const one = known.get(statement) ?? database.prepare(statement)
    known.set(statement, one)
    one.run()
  }
}

export function createGroupCommit(database: DatabaseSync): GroupCommit {
  let group: { done: Promise<void>; settle(error?: unknown): void } | undefined
  let isInTransaction = false
  let isDue = false
  let failures = 0
  const run = prepared(database)

  function join(): void {
    if (group !== undefined) return
    run('begin immediate')
    let settle: (error?: unknown) => void = () => {}
    const done = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error))
    })
    // Waiting callers receive the failure. Without any, it must not end the process.
    done.catch(() => {})
    group = { done, settle }
    setImmediate(flush)
  }

  function flush(): void {
    isDue = isInTransaction
    if (isDue || group === undefined) return
    const { settle } = group
    group = undefined
    try {
      run('commit')
      settle()
    } catch (error) {
      failures++
      if (database.isTransaction) database.exec('rollback')
      settle(error)
    }
  }

  function end(...statements: string[]): void {
    try {
      for (const statement of statements) run(statement)
    } finally {
      isInTransaction = false
      if (isDue) flush()
    }
  }

  return {
    join,
    begin() {
      join()
      run('savepoint one')
      isInTransaction = true
    },
    commit: () => end('release one'),
    rollback: () => end('rollback to one', 'release one'),
    durable: () => group?.done ?? Promise.resolve(),
    get failures() {
      return failures
    },
    flush,
  }
}
