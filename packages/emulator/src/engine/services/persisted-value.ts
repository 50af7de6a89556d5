import { changeDocument, readDocuments } from '../storage/documents.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'

/**
 * A small value that every request looks at: settings, clock, faults. It is read from memory, kept in the
 * storage when that outlives the process, and followed over all nodes when they share the storage.
 */
export interface PersistedValue<T> {
  readonly name: string
  readonly value: T
  /** Changes it here at once; the promise resolves when the storage has it. `how` may run several times. */
  change(how: (value: T) => T): Promise<void>
  /** Takes up what the storage holds, unless a change from here is still on its way there. */
  accept(stored: T | undefined): void
  /** Resolves when the storage has all changes made here. */
  settled(): Promise<unknown>
}

/** `until`: whether the storage always keeps it (`restart`), or only where nodes share it (`exit`). */
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

/** Brings values up to what the storage holds, all with one look. */
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
