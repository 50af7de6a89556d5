import * as v from 'valibot'
import { isoTime } from '../../engine/base/clock.ts'
import { fail } from '../../engine/base/failure.ts'
import { allowImpersonation } from '../../engine/domain/authorization/impersonation.ts'
import { onlyGiven, SettingsSchema } from '../../engine/services/settings.ts'
import { readBody } from '../../engine/web/http/request-body.ts'
import { validate } from '../../engine/web/http/validate.ts'
import { clockCommands } from '../environment/clock-commands.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { ControlRoute } from './control-route.ts'
import { ClockBody, FaultBody, ImpersonationBody, RotateBody, SnapshotBody } from './schemas.ts'

/** The state of an environment that tests control: clock, faults, settings, keys and snapshots. */
export function mountControls(route: ControlRoute): void {
  route('GET', '/clock', async (environment, c) => c.json(clockState(environment)))
  route('PUT', '/clock', async (environment, c) => {
    const change = validate(ClockBody, await readBody(c.req.raw))
    const { now, advance_seconds: seconds, frozen } = change
    await environment.clock.apply(
      clockCommands.all(
        ...(now === undefined ? [] : [clockCommands.set(Date.parse(now))]),
        ...(seconds === undefined ? [] : [clockCommands.advance(seconds * 1000)]),
        ...(frozen === undefined ? [] : [frozen ? clockCommands.freeze() : clockCommands.resume()]),
      ),
    )
    return c.json(clockState(environment))
  })

  route('GET', '/faults', async (environment, c) => c.json({ data: environment.faults.list() }))
  route('POST', '/faults', async (environment, c) => {
    if (!environment.config.faults)
      throw fail(403, 'faults_disabled', 'The emulator was started with --faults off.')
    const { id, stored } = environment.faults.add(validate(FaultBody, await readBody(c.req.raw)))
    await stored
    return c.json({ id }, 201)
  })
  route('DELETE', '/faults/:id', async (environment, c) => {
    await environment.faults.remove(c.req.param('id') ?? '')
    return c.body(null, 204)
  })
  route('DELETE', '/faults', async (environment, c) => {
    await environment.faults.clear()
    return c.body(null, 204)
  })

  route('GET', '/settings', async (environment, c) => c.json(environment.settings))
  route('PUT', '/settings', async (environment, c) => {
    const change = validate(v.partial(v.strictObject(SettingsSchema.entries)), await readBody(c.req.raw))
    await environment.updateSettings(onlyGiven(change))
    return c.json(environment.settings)
  })

  route('GET', '/snapshots', async (environment, c) => c.json({ data: await environment.snapshots.list() }))
  route('POST', '/snapshots', async (environment, c) => {
    const { snapshots } = environment
    const { name, restore } = validate(SnapshotBody, await readBody(c.req.raw))
    await (restore ? snapshots.restore(name) : snapshots.save(name))
    return c.json({ name }, restore ? 200 : 201)
  })

  route('POST', '/impersonations', async (environment, c) => {
    const { user_id, ...operator } = validate(ImpersonationBody, await readBody(c.req.raw))
    await allowImpersonation(environment, user_id, operator)
    return c.body(null, 204)
  })

  route('POST', '/keys/rotate', async (environment, c) => {
    const { keys } = environment
    const { drop_old } = validate(RotateBody, await readBody(c.req.raw))
    await keys.rotate({ dropOld: drop_old })
    return c.json(await keys.jwks())
  })
}

function clockState({ clock }: EmulatorEnvironment) {
  return { now: isoTime(clock.now()), frozen: clock.frozen }
}
