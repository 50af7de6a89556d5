import * as v from 'valibot'
import { allowImpersonation } from '../authorize/impersonation.ts'
import { isoTime, moves } from '../clock.ts'
import { onlyGiven, SettingsSchema } from '../environment/settings.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { fail } from '../http/failure.ts'
import { readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import type { App } from '../server/app.ts'
import type { Locate } from './mount-control.ts'
import { ClockBody, FaultBody, ImpersonationBody, RotateBody, SnapshotBody } from './schemas.ts'

/** The conditions under which an environment runs: clock, faults, settings, keys, snapshots. */
export function mountWorld(app: App, locate: Locate): void {
  app.get('/_emulator/clock', async (c) => c.json(clockState(await locate(c))))
  app.put('/_emulator/clock', async (c) => {
    const env = await locate(c)
    const change = validate(ClockBody, await readBody(c.req.raw))
    const { now, advance_seconds: seconds, frozen } = change
    await env.clock.move(
      moves.all(
        ...(now === undefined ? [] : [moves.set(Date.parse(now))]),
        ...(seconds === undefined ? [] : [moves.advance(seconds * 1000)]),
        ...(frozen === undefined ? [] : [frozen ? moves.freeze() : moves.resume()]),
      ),
    )
    return c.json(clockState(env))
  })

  app.get('/_emulator/faults', async (c) => c.json({ data: (await locate(c)).faults.list() }))
  app.post('/_emulator/faults', async (c) => {
    const env = await locate(c)
    if (!env.config.faults) throw fail(403, 'faults_disabled', 'The emulator was started with --faults off.')
    const { id, stored } = env.faults.add(validate(FaultBody, await readBody(c.req.raw)))
    await stored
    return c.json({ id }, 201)
  })
  app.delete('/_emulator/faults/:id', async (c) => {
    await (await locate(c)).faults.remove(c.req.param('id'))
    return c.body(null, 204)
  })
  app.delete('/_emulator/faults', async (c) => {
    await (await locate(c)).faults.clear()
    return c.body(null, 204)
  })

  app.get('/_emulator/settings', async (c) => c.json((await locate(c)).settings))
  app.put('/_emulator/settings', async (c) => {
    const env = await locate(c)
    const change = validate(v.partial(v.strictObject(SettingsSchema.entries)), await readBody(c.req.raw))
    await env.updateSettings(onlyGiven(change))
    return c.json(env.settings)
  })

  app.get('/_emulator/snapshots', async (c) => c.json({ data: await (await locate(c)).snapshots.list() }))
  app.post('/_emulator/snapshots', async (c) => {
    const { snapshots } = await locate(c)
    const { name, restore } = validate(SnapshotBody, await readBody(c.req.raw))
    await (restore ? snapshots.restore(name) : snapshots.save(name))
    return c.json({ name }, restore ? 200 : 201)
  })

  app.post('/_emulator/impersonations', async (c) => {
    const env = await locate(c)
    const { user_id, ...operator } = validate(ImpersonationBody, await readBody(c.req.raw))
    await allowImpersonation(env, user_id, operator)
    return c.body(null, 204)
  })

  app.post('/_emulator/keys/rotate', async (c) => {
    const { keys } = await locate(c)
    const { drop_old } = validate(RotateBody, await readBody(c.req.raw))
    await keys.rotate({ dropOld: drop_old })
    return c.json(await keys.jwks())
  })
}

function clockState({ clock }: EnvironmentState) {
  return { now: isoTime(clock.now()), frozen: clock.frozen }
}
