import * as v from 'valibot'
import { presentConnection } from '../../engine/domain/connections/connection-schema.ts'
import { getConnection, switchConnection } from '../../engine/domain/connections/connections.ts'
import { readBody } from '../../engine/web/http/request-body.ts'
import { validate } from '../../engine/web/http/validate.ts'
import type { ControlRoute } from './control-route.ts'

const StateBody = v.strictObject({ state: v.picklist(['active', 'inactive']) })

/** Changes that an administrator makes at the identity provider. Seeds add connections. */
export function mountConnections(route: ControlRoute): void {
  route('PUT', '/connections/:id', async (environment, c) => {
    const { state } = validate(StateBody, await readBody(c.req.raw))
    const connection = await environment.storage.atomically(async () =>
      switchConnection(environment, await getConnection(environment, c.req.param('id') ?? ''), state),
    )
    return c.json(presentConnection(connection))
  })
}
