import type { EngineContext } from './engine-context.ts'

/** Finds the environment that a credential names, and opens it when it is not. */
export interface EnvironmentRegistry<Context extends EngineContext = EngineContext> {
  byApiKey(key: string): Promise<Context | undefined>
  byClientId(id: string): Promise<Context | undefined>
  /** All, one after another: for what names none. Those that are open come first. */
  each(): AsyncIterable<Context>
}
