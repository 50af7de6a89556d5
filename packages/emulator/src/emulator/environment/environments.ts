import type { Clock } from '../../engine/base/clock.ts'
import { seededRandomness, systemRandomness } from '../../engine/base/randomness.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import type { EnvironmentRegistry } from '../../engine/context/environment-registry.ts'
import { writeDocument } from '../../engine/storage/documents.ts'
import type { Storage } from '../../engine/storage/storage.ts'
import type { Seed } from '../seed/seed.ts'
import { type Catalog, openCatalog } from './catalog.ts'
import { credentialsFrom } from './credentials.ts'
import type { EmulatorConfig, EmulatorEnvironment } from './emulator-environment.ts'
import { type Environment, presentEnvironment } from './environment.ts'
import { createOpenEnvironments } from './open-environments.ts'

export interface NewEnvironment {
  name?: string
  seed?: Seed
}

/** All environments of a storage, both stored and new. Each one is opened on first use. */
export interface Environments extends EnvironmentRegistry<EmulatorEnvironment> {
  openDefault(): Promise<Environment>
  /** All environments, open or not, with the default one first. */
  list(): Promise<EnvironmentCredentials[]>
  /** The open environments. */
  open(): EmulatorEnvironment[]
  /** Creates an environment for a program that keeps a reference to it: it stays open until it is closed. */
  create(options?: NewEnvironment): Promise<Environment>
  /** Creates an environment that is opened when a request uses it. */
  add(name?: string): Promise<EmulatorEnvironment>
  /** Closes an environment and deletes its data. Returns false if it does not exist. */
  delete(clientId: string): Promise<boolean>
  /** Closes environments that no request has used for several minutes. */
  closeIdle(): Promise<void>
  close(): Promise<void>
}

const IDLE_CHECK_MS = 60_000

export function createEnvironments(
  config: EmulatorConfig,
  storage: Storage,
  clock: Clock,
  /** Real time in milliseconds, to measure how long an environment has been idle. */
  realTime: () => number = () => performance.now(),
): Environments {
  const { deterministic } = config
  const newCredentials = credentialsFrom(
    deterministic === undefined ? systemRandomness : seededRandomness(deterministic),
    clock,
  )
  const opened = createOpenEnvironments(config, storage, clock, realTime)
  /** Set only if the storage is persistent. */
  let catalog: Catalog | undefined
  const timer = setInterval(() => void opened.closeIdle(), IDLE_CHECK_MS).unref()

  async function openDefault(): Promise<Environment> {
    const state = await opened.hold(config.defaultCredentials)
    if (!state.storage.ephemeral) catalog = await openCatalog(state.storage, storage, clock, state.clientId)
    return present(state)
  }

  function present(state: EmulatorEnvironment): Environment {
    return presentEnvironment(state, () => opened.close(state.clientId))
  }

  /** Written before the catalog, so that every environment in the catalog is complete. */
  async function make(name: string | undefined): Promise<EnvironmentCredentials> {
    const credentials = newCredentials(name)
    if (catalog === undefined) return credentials
    const state = await opened.open(credentials)
    await state.storage.durably(() => writeDocument(state.db, 'credentials', credentials))
    await catalog.note(credentials)
    return credentials
  }

  async function find(
    known: EmulatorEnvironment | undefined,
    by: Parameters<Catalog['find']>[0],
  ): Promise<EmulatorEnvironment | undefined> {
    if (known !== undefined) return opened.touch(known)
    const credentials = await catalog?.find(by)
    return credentials === undefined ? undefined : opened.open(credentials)
  }

  async function list(): Promise<EnvironmentCredentials[]> {
    if (catalog === undefined) return opened.list()
    return [config.defaultCredentials, ...(await catalog.list())]
  }

  return {
    openDefault,
    list,
    open: () => opened.list(),
    closeIdle: () => opened.closeIdle(),
    byApiKey: (apiKey) => find(opened.byApiKey(apiKey), { apiKey }),
    byClientId: (clientId) => find(opened.byClientId(clientId), { clientId }),
    async *each() {
      const first = opened.list()
      yield* first
      const seen = new Set(first.map(({ clientId }) => clientId))
      for (const credentials of await list()) {
        if (!seen.has(credentials.clientId)) yield opened.open(credentials)
      }
    },
    async create({ name, seed } = {}) {
      const environment = present(await opened.hold(await make(name)))
      if (seed !== undefined) await environment.seed(seed)
      return environment
    },
    add: async (name) => opened.open(await make(name)),
    async delete(clientId) {
      const known = (await list()).some((credentials) => credentials.clientId === clientId)
      if (!known) return false
      await opened.close(clientId)
      await storage.delete(clientId)
      await catalog?.forget(clientId)
      return true
    },
    async close() {
      clearInterval(timer)
      await opened.closeAll()
      await storage.close()
    },
  }
}
