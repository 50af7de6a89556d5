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

/** The conditions under which an environment runs: clock, faults, settings, keys, snapshots. */
export function mountControls(route: ControlRoute): void {
  route('GET', '/clock', async (env, c) => c.json(clockState(env)))
  route('PUT', '/clock', async (env, c) => {
    const change = validate(ClockBody, await readBody(c.req.raw))
    const { now, advance_seconds: seconds, frozen } = change
    await env.clock.apply(
      clockCommands.all(
        ...(now === undefined ? [] : [clockCommands.set(Date.parse(now))]),
        ...(seconds === undefined ? [] : [clockCommands.advance(seconds * 1000)]),
        ...(frozen === undefined ? [] : [frozen ? clockCommands.freeze() : clockCommands.resume()]),
      ),
    )
    return c.json(clockState(env))
  })

  route('GET', '/faults', async (env, c) => c.json({ data: env.faults.list() }))
  route('POST', '/faults', async (env, c) => {
    if (!env.config.faults) throw fail(403, 'faults_disabled', 'The emulator was started with --faults off.')
    const { id, stored } = env.faults.add(validate(FaultBody, await readBody(c.req.raw)))
    await stored
    return c.json({ id }, 201)
  })
  route('DELETE', '/faults/:id', async (env, c) => {
    await env.faults.remove(c.req.param('id') ?? '')
    return c.body(null, 204)
  })
  route('DELETE', '/faults', async (env, c) => {
    await env.faults.clear()
    return c.body(null, 204)
  })

  route('GET', '/settings', async (env, c) => c.json(env.settings))
  route('PUT', '/settings', async (env, c) => {
    const change = validate(v.partial(v.strictObject(SettingsSchema.entries)), await readBody(c.req.raw))
    await env.updateSettings(onlyGiven(change))
    return c.json(env.settings)
  })

  route('GET', '/snapshots', async (env, c) => c.json({ data: await env.snapshots.list() }))
  route('POST', '/snapshots', async (env, c) => {
    const { snapshots } = env
    const { name, restore } = validate(SnapshotBody, await readBody(c.req.raw))
    await (restore ? snapshots.restore(name) : snapshots.save(name))
    return c.json({ name }, restore ? 200 : 201)
  })

  route('POST', '/impersonations', async (env, c) => {
    const { user_id, ...operator } = validate(ImpersonationBody, await readBody(c.req.raw))
    await allowImpersonation(env, user_id, operator)
    return c.body(null, 204)
  })

  route('POST', '/keys/rotate', async (env, c) => {
    const { keys } = env
    const { drop_old } = validate(RotateBody, await readBody(c.req.raw))
    await keys.rotate({ dropOld: drop_old })
    return c.json(await keys.jwks())
  })
}

function clockState({ clock }: EmulatorEnvironment) {
  return { now: isoTime(clock.now()), frozen: clock.frozen }
}
