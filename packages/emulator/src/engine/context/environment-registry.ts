import type { EngineContext } from './engine-context.ts'

/** Finds the environment that a credential belongs to, and opens it if necessary. */
export interface EnvironmentRegistry<Context extends EngineContext = EngineContext> {
  byApiKey(key: string): Promise<Context | undefined>
  byClientId(id: string): Promise<Context | undefined>
  /** All environments, one after another, for requests that name none. Open environments come first. */
  each(): AsyncIterable<Context>
}
