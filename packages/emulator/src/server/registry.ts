import type { EnvironmentState } from '../environment/state.ts'

/** Finds the environment that a credential names. */
export interface Registry {
  add(env: EnvironmentState): void
  remove(env: EnvironmentState): void
  byApiKey(key: string): EnvironmentState | undefined
  byClientId(id: string): EnvironmentState | undefined
  all(): EnvironmentState[]
}

export function createRegistry(): Registry {
  const byKey = new Map<string, EnvironmentState>()
  const byClient = new Map<string, EnvironmentState>()
  return {
    add(env) {
      byKey.set(env.apiKey, env)
      byClient.set(env.clientId, env)
    },
    remove(env) {
      byKey.delete(env.apiKey)
      byClient.delete(env.clientId)
    },
    byApiKey: (key) => byKey.get(key),
    byClientId: (id) => byClient.get(id),
    all: () => [...byClient.values()],
  }
}
