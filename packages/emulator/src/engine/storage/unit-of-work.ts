import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection, type Driver } from 'kysely'
import { Failure } from '../base/failure.ts'
import { isDeadlock } from './constraint-violation.ts'

/**
 * The writes of one operation, in one transaction: a change and its event are either both kept, or neither. The transaction
 * begins at the first write, so an operation that only reads has none, and slow work (hashing a password) happens before a lock
 * is taken. Queries find their unit by their asynchronous context.
 */
interface Unit {
  readonly driver: Driver
  /** The unit of another storage in which this one was started. */
  readonly outer: Unit | undefined
  /** What the unit's queries use instead of a connection. */
  readonly connection: DatabaseConnection
  readonly hasEnded: boolean
  /** Whether it has written something and has a connection. */
  readonly isOpen: boolean
  /** Starts a part that can be rolled back separately. */
  enter(): Level
  leave(level: Level, keeps: boolean): Promise<void>
  /** Opens the transaction and its parts. */
  open(): Promise<DatabaseConnection>
  end(keeps: boolean): Promise<void>
  readonly levels: readonly Level[]
}

/** The transaction, or a savepoint in it. */
interface Level {
  opening: Promise<unknown> | undefined
  committed: Array<() => void>
  undone: Array<() => void>
}

const units = new AsyncLocalStorage<Unit | undefined>()
const MOST_ATTEMPTS = 5

/**
 * Runs `work` as one unit: everything that it writes through the driver of {@link joiningUnits} is kept if it returns, and
 * nothing if it throws, except for a {@link Failure} that keeps its writes. Inside another unit it becomes part of that unit.
 * After a deadlock, `work` runs again.
 */
export async function unitOfWork<T>(driver: Driver, work: () => Promise<T>): Promise<T> {
  const joined = unitOf(driver)
  if (joined !== undefined) return partOf(joined, work)
  for (let attempt = 1; ; attempt++) {
    const unit = createUnit(driver, units.getStore())
    try {
      const result = await units.run(unit, work)
      await unit.end(true)
      return result
    } catch (error) {
      await unit.end(keepsWritten(error))
      if (!isDeadlock(error) || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function partOf<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
  const level = unit.enter()
  let result: T
  try {
    result = await work()
  } catch (error) {
    await unit.leave(level, keepsWritten(error))
    throw error
  }
  await unit.leave(level, true)
  return result
}

function keepsWritten(error: unknown): boolean {
  return error instanceof Failure && error.keepsWritten
}

/** Runs `work` outside of the current unit. */
export function outsideUnits<T>(work: () => T): T {
  return units.run(undefined, work)
}

/**
 * Runs `work` after the current writes are committed, and never if they are rolled back. Runs immediately outside of a unit.
 */
export function onCommitted(work: () => void): void {
  const unit = currentUnit()
  if (unit === undefined) work()
  else unit.levels.at(-1)?.committed.push(work)
}

/** Runs `work` if the current writes are rolled back. */
export function onUndone(work: () => void): void {
  currentUnit()?.levels.at(-1)?.undone.push(work)
}

function currentUnit(): Unit | undefined {
  let unit = units.getStore()
  while (unit?.hasEnded === true) unit = unit.outer
  return unit
}

function unitOf(driver: Driver): Unit | undefined {
  let unit = units.getStore()
  while (unit !== undefined && (unit.driver !== driver || unit.hasEnded)) unit = unit.outer
  return unit
}

/** Whether the caller is inside a unit of this storage. */
export function isInUnit(driver: Driver): boolean {
  return unitOf(driver) !== undefined
}

/** The driver for queries that belong to the unit in which they are made. */
export function joiningUnits(driver: Driver): Driver {
  const joined = (connection: DatabaseConnection) => {
    const unit = unitOf(driver)
    return unit?.connection === connection ? unit : undefined
  }
  const leave = async (connection: DatabaseConnection, keeps: boolean) => {
    const unit = joined(connection)
    const level = unit?.levels.at(-1)
    if (unit !== undefined && level !== undefined) return unit.leave(level, keeps)
    return keeps ? driver.commitTransaction(connection) : driver.rollbackTransaction(connection)
  }
  return {
    init: () => driver.init(),
    destroy: () => driver.destroy(),
    acquireConnection: async () => unitOf(driver)?.connection ?? driver.acquireConnection(),
    async releaseConnection(connection) {
      if (!isJoined.has(connection)) await driver.releaseConnection(connection)
    },
    async beginTransaction(connection, settings) {
      const unit = joined(connection)
      if (unit === undefined) return driver.beginTransaction(connection, settings)
      unit.enter()
      await unit.open()
    },
    commitTransaction: (connection) => leave(connection, true),
    rollbackTransaction: (connection) => leave(connection, false),
  }
}

/**
 * The driver for queries outside of units: their writes are kept even if the operation fails. With a single connection, they
 * must come before the operation's own writes.
 */
export function apartFromUnits(driver: Driver): Driver {
  return {
    init: () => driver.init(),
    destroy: () => driver.destroy(),
    async acquireConnection() {
      if (unitOf(driver)?.isOpen) throw new Error('Separate writes must come before the writes of the unit')
      return driver.acquireConnection()
    },
    releaseConnection: (connection) => driver.releaseConnection(connection),
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
  }
}

/** The connections of units, which callers must not release. */
const isJoined = new WeakSet<DatabaseConnection>()
const READ = /^\s*select\b/i

function createUnit(driver: Driver, outer: Unit | undefined): Unit {
  const base = createLevel()
  const levels = [base]
  let begun: DatabaseConnection | undefined
  let hasEnded = false

  async function begin(): Promise<void> {
    const connection = await driver.acquireConnection()
    try {
      await driver.beginTransaction(connection, {})
      begun = connection
    } catch (error) {
      await driver.releaseConnection(connection)
      throw error
    }
  }

  async function open(): Promise<DatabaseConnection> {
    base.opening ??= begin()
    await base.opening
    for (const [depth, level] of levels.entries()) {
      level.opening ??= run(`savepoint part${depth}`)
      await level.opening
    }
    return begun as DatabaseConnection
  }

  const run = (statement: string) => (begun as DatabaseConnection).executeQuery(CompiledQuery.raw(statement))

  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery) {
      if (!hasEnded && (base.opening !== undefined || !READ.test(query.sql))) {
        return (await open()).executeQuery<Row>(query)
      }
      const own = await driver.acquireConnection()
      try {
        return await own.executeQuery<Row>(query)
      } finally {
        await driver.releaseConnection(own)
      }
    },
    streamQuery() {
      throw new Error('Streaming is not used here: read page by page')
    },
  }
  isJoined.add(connection)

  async function undo(): Promise<void> {
    // A broken connection has already rolled back, and the original error is more informative.
    if (begun !== undefined) await driver.rollbackTransaction(begun).catch(() => {})
    for (const level of levels.splice(0)) callAll(level.undone)
  }

  return {
    driver,
    outer,
    connection,
    levels,
    get hasEnded() {
      return hasEnded
    },
    get isOpen() {
      return base.opening !== undefined && !hasEnded
    },
    open,
    enter() {
      const level = createLevel()
      levels.push(level)
      return level
    },
    async leave(level, keeps) {
      if (levels.pop() !== level) throw new Error('Parts of one unit overlap')
      const depth = levels.length
      if (level.opening !== undefined) {
        if (!keeps) await run(`rollback to savepoint part${depth}`)
        await run(`release savepoint part${depth}`)
      }
      if (!keeps) return callAll(level.undone)
      levels.at(-1)?.committed.push(...level.committed)
      levels.at(-1)?.undone.push(...level.undone)
    },
    async end(keeps) {
      if (hasEnded) return
      hasEnded = true
      // If the transaction could not be started, the query that needed it has already failed.
      await base.opening?.catch(() => {})
      try {
        if (!keeps) return await undo()
        try {
          if (begun !== undefined) await driver.commitTransaction(begun)
        } catch (error) {
          await undo()
          throw error
        }
        callAll(base.committed)
      } finally {
        if (begun !== undefined) await driver.releaseConnection(begun)
      }
    },
  }
}

function createLevel(): Level {
  return { opening: undefined, committed: [], undone: [] }
}

function callAll(works: Array<() => void>): void {
  for (const work of works) outsideUnits(work)
}
