import type { DatabaseSync, StatementSync } from 'node:sqlite'

/**
 * One commit for all that is written in a turn of the event loop. A commit costs about as much as three
 * inserts, and all who wait for one can wait for the same. The writes of a request that does nothing else in
 * between are in one group: all of them survive, or none. Nothing counts before {@link GroupCommit.durable}.
 */
export interface GroupCommit {
  /** Before a write: opens the group when there is none. */
  join(): void
  /** A transaction inside the group; the group is not committed while one runs. */
  begin(): void
  commit(): void
  rollback(): void
  /** Resolves when everything written so far is committed; rejects when that fails. */
  durable(): Promise<void>
  /** How many groups could not be committed, for those who have written in an earlier one. */
  readonly failures: number
  /** Commits at once. */
  flush(): void
}

/** Runs statements without parameters, each of which is prepared once. */
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
    // Those who wait hear of a failure; when none does, it must not end the process.
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
