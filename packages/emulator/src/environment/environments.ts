import type { Clock } from '../clock.ts'
import { credentialsFrom, DEFAULT_CREDENTIALS } from '../credentials.ts'
import { seededRandomness, systemRandomness } from '../randomness.ts'
import type { Seed } from '../seed/seed.ts'
import { createRegistry, type Registry } from '../server/registry.ts'
import { readDocument, writeDocument } from '../storage/documents.ts'
import type { EnvironmentStorage, Storage } from '../storage/storage.ts'
import { type Environment, presentEnvironment } from './environment.ts'
import { type EnvironmentCredentials, openEnvironmentState, type ServerConfig } from './state.ts'

export interface NewEnvironment {
  name?: string
  seed?: Seed
}

/** The environments of one storage: those that it has kept, and new ones. */
export interface Environments {
  readonly registry: Registry
  openDefault(): Promise<Environment>
  /** Opens what the storage knows and this process does not yet. */
  openKept(): Promise<void>
  create(options?: NewEnvironment): Promise<Environment>
  /** Closes it and deletes its data. False when there is none. */
  delete(clientId: string): Promise<boolean>
  close(): Promise<void>
}

export function createEnvironments(config: ServerConfig, storage: Storage, clock: Clock): Environments {
  const { deterministic } = config
  const newCredentials = credentialsFrom(
    deterministic === undefined ? systemRandomness : seededRandomness(deterministic),
    clock,
  )
  /** Client ids that are being made or opened, so that nobody opens one twice. */
  const underway = new Map<string, Promise<unknown>>()
  const registry = createRegistry(async () => {
    if (storage.shared) await openKept()
  })

  async function open(credentials: EnvironmentCredentials, kept: EnvironmentStorage): Promise<Environment> {
    const state = await openEnvironmentState(config, credentials, kept, clock)
    registry.add(state)
    return presentEnvironment(state, async () => {
      registry.remove(state)
      await state.close()
    })
  }

  function once<T>(clientId: string, work: () => Promise<T>): Promise<T> {
    const working = work().finally(() => underway.delete(clientId))
    underway.set(clientId, working)
    return working
  }

  async function openKept(): Promise<void> {
    for (const clientId of await storage.names()) {
      const isOpen = registry.open().some((env) => env.clientId === clientId)
      if (isOpen || clientId === DEFAULT_CREDENTIALS.clientId) continue
      await (underway.get(clientId) ?? once(clientId, () => reopen(clientId)))
    }
  }

  async function reopen(clientId: string): Promise<void> {
    const kept = await storage.open(clientId)
    const credentials = await readDocument<EnvironmentCredentials>(kept.db, 'credentials')
    if (credentials === undefined) await kept.close()
    else await open({ ...credentials, name: credentials.name ?? clientId }, kept)
  }

  async function make(credentials: EnvironmentCredentials): Promise<Environment> {
    const kept = await storage.open(credentials.clientId)
    // Written first: a folder or schema without credentials is one that was never handed out.
    if (!kept.ephemeral) await writeDocument(kept.db, 'credentials', credentials)
    return open(credentials, kept)
  }

  return {
    registry,
    openKept,
    openDefault: async () => open(DEFAULT_CREDENTIALS, await storage.open(DEFAULT_CREDENTIALS.clientId)),
    async create({ name, seed } = {}) {
      const credentials = newCredentials(name)
      const environment = await once(credentials.clientId, () => make(credentials))
      if (seed !== undefined) await environment.seed(seed)
      return environment
    },
    async delete(clientId) {
      const state = await registry.byClientId(clientId)
      if (state === undefined) return false
      registry.remove(state)
      await state.close()
      await storage.delete(clientId)
      return true
    },
    async close() {
      await Promise.all(
        registry.open().map((state) => {
          registry.remove(state)
          return state.close()
        }),
      )
      await storage.close()
    },
  }
}
