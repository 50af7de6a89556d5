import type { App } from '../../engine/web/http/app.ts'
import { byBearer } from '../../engine/web/server/environment-of.ts'
import type { Environments } from '../environment/environments.ts'
import { mountConnections } from './connections.ts'
import type { ControlRoute } from './control-route.ts'
import { mountControls } from './controls.ts'
import { mountDns } from './dns.ts'
import { mountEnvironments } from './environments.ts'
import { mountInbox } from './inbox.ts'
import { mountRecords } from './records.ts'

/**
 * The control API under `/_emulator`: what tests in any language need in addition to the API. The bearer token is the API key
 * of the environment. Requests without a known key get a 401.
 */
export function mountControl(app: App, environments: Environments): void {
  const route: ControlRoute = (method, path, handle) => {
    app.on(method, `/_emulator${path}`, async (c) => {
      const environment = await byBearer(environments, c.req.header('authorization') ?? null)
      return environment.storage.durably(async () => handle(environment, c))
    })
  }
  mountInbox(route)
  mountControls(route)
  mountRecords(route)
  mountDns(route)
  mountConnections(route)
  mountEnvironments(route, environments)
}
