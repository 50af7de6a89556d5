import type { Context } from 'hono'
import type { App } from '../../engine/web/http/app.ts'
import { byBearer } from '../../engine/web/server/environment-of.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { Environments } from '../environment/environments.ts'
import { mountControls } from './controls.ts'
import { mountEnvironments } from './environments.ts'
import { mountInbox } from './inbox.ts'
import { mountRecords } from './records.ts'

/** Serves a path of the control API, below `/_emulator`. */
export type Route = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  handle: (env: EmulatorEnvironment, c: Context) => Promise<Response> | Response,
) => void

/**
 * The control API under `/_emulator`: what tests in any language need and the vendor does not offer. The
 * bearer is the API key of the environment it is about; without one that is known the response is 401.
 */
export function mountControl(app: App, environments: Environments): void {
  const route: Route = (method, path, handle) => {
    app.on(method, `/_emulator${path}`, async (c) => {
      const env = await byBearer(environments, c.req.header('authorization') ?? null)
      return env.storage.durably(async () => handle(env, c))
    })
  }
  mountInbox(route)
  mountControls(route)
  mountRecords(route)
  mountEnvironments(route, environments)
}
