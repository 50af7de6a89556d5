import type { EnvironmentState } from '../environment/state.ts'

/** Finds the environment that a credential names. */
export interface Registry {
  add(env: EnvironmentState): void
  remove(env: EnvironmentState): void
  byApiKey(key: string): Promise<EnvironmentState | undefined>
  byClientId(id: string): Promise<EnvironmentState | undefined>
  /** In the order in which they were made; also those that another node has made. */
  all(): Promise<EnvironmentState[]>
  /** Only those that this process has open. */
  open(): EnvironmentState[]
}

/** `discover` opens environments that other nodes have made since, and adds them. */
export function createRegistry(discover: () => Promise<void>): Registry {
  const byKey = new Map<string, EnvironmentState>()
  const byClient = new Map<string, EnvironmentState>()
  let looking: Promise<void> | undefined
  const look = () => {
    looking ??= discover().finally(() => {
      looking = undefined
    })
    return looking
  }
  async function found<Key>(known: Map<Key, EnvironmentState>, key: Key) {
    const env = known.get(key)
    if (env !== undefined) return env
    await look()
    return known.get(key)
  }
  return {
    add(env) {
      byKey.set(env.apiKey, env)
      byClient.set(env.clientId, env)
    },
    remove(env) {
      byKey.delete(env.apiKey)
      byClient.delete(env.clientId)
    },
    byApiKey: (key) => found(byKey, key),
    byClientId: (id) => found(byClient, id),
    async all() {
      await look()
      return [...byClient.values()]
    },
    open: () => [...byClient.values()],
  }
}
