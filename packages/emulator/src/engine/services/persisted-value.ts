import { changeDocument, readDocuments } from '../storage/documents.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'

/**
 * A small value that every request reads: settings, clock or faults. It is read from memory, stored if the storage is
 * persistent, and synchronized between nodes that share the storage.
 */
export interface PersistedValue<T> {
  readonly name: string
  readonly value: T
  /** Takes effect immediately in this process. The promise resolves when the value is stored. `how` may run several times. */
  change(how: (value: T) => T): Promise<void>
  /** Accepts the stored value, unless a change from this process is still being stored. */
  accept(stored: T | undefined): void
  /** Resolves when all changes from this process are stored. */
  settled(): Promise<unknown>
}

/** @param until Whether the storage always keeps the value (`restart`), or only if nodes share it (`exit`). */
export function persistValue<T>(
  storage: EnvironmentStorage,
  name: string,
  initial: T,
  until: 'restart' | 'exit',
): PersistedValue<T> {
  const isStored = storage.shared || until === 'restart'
  let value = initial
  let underway = 0
  let last: Promise<unknown> = Promise.resolve()

  async function store(how: (value: T) => T): Promise<void> {
    try {
      value = await changeDocument<T>(storage.apart, name, (stored) => how(stored ?? initial))
    } finally {
      underway--
    }
  }
  return {
    name,
    get value() {
      return value
    },
    change(how) {
      value = how(value)
      if (!isStored) return Promise.resolve()
      underway++
      const stored = last.then(() => store(how))
      last = stored.catch(() => {})
      return stored
    },
    accept(stored) {
      if (isStored && underway === 0) value = stored ?? initial
    },
    settled: () => last,
  }
}

/** Updates values from the storage, with a single query. */
export async function refreshValues(
  storage: EnvironmentStorage,
  ...values: Array<PersistedValue<unknown>>
): Promise<void> {
  await Promise.all(values.map((one) => one.settled()))
  const documents = await readDocuments(
    storage.db,
    values.map(({ name }) => name),
  )
  for (const one of values) one.accept(documents.get(one.name))
}
