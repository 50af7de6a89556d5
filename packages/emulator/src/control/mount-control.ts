import type { Context } from 'hono'
import type { EnvironmentState } from '../environment/state.ts'
import type { App } from '../server/app.ts'
import { byBearer } from '../server/environment-of.ts'
import { type EnvironmentDependencies, mountEnvironments } from './environments.ts'
import { mountInbox } from './inbox.ts'
import { mountRecords } from './records.ts'
import { mountWorld } from './world.ts'

/** Finds the environment whose API key a request carries; fails with 401. */
export type Locate = (c: Context) => Promise<EnvironmentState>

/**
 * The control API under `/_emulator`: what tests in any language need and the vendor does not offer. The
 * bearer is the API key of the environment it is about.
 */
export function mountControl(app: App, dependencies: EnvironmentDependencies): void {
  const locate: Locate = (c) => byBearer(dependencies.registry, c.req.header('authorization') ?? null)
  mountInbox(app, locate)
  mountWorld(app, locate)
  mountRecords(app, locate)
  mountEnvironments(app, locate, dependencies)
}
