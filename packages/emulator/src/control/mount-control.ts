import type { Context } from 'hono'
import * as v from 'valibot'
import { allowImpersonation } from '../authorize/impersonation.ts'
import { isoTime } from '../clock.ts'
import { currentTotp, type Environment } from '../environment/environment.ts'
import type { MessageKind } from '../environment/inbox.ts'
import type { SettingsInput } from '../environment/settings.ts'
import { SettingsSchema } from '../environment/settings.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { listEvents } from '../events/list-events.ts'
import { fail } from '../http/failure.ts'
import { readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import { applySeed, SeedError } from '../seed/apply-seed.ts'
import type { Seed } from '../seed/seed-schema.ts'
import type { App } from '../server/app.ts'
import { byBearer } from '../server/environment-of.ts'
import type { Registry } from '../server/registry.ts'
import { ClockBody, FaultBody, ImpersonationBody, RotateBody, SnapshotBody } from './schemas.ts'

export interface ControlDependencies {
  registry: Registry
  createEnvironment(options: { seed?: Seed }): Promise<Environment>
}

/**
 * The control API under `/_emulator`: what tests in any language need and the vendor does not offer. The
 * bearer is the API key of the environment it is about.
 */
export function mountControl(app: App, { registry, createEnvironment }: ControlDependencies): void {
  const environment = (c: Context): EnvironmentState =>
    byBearer(registry, c.req.header('authorization') ?? null)

  app.get('/_emulator/emails', async (c) => {
    const env = environment(c)
    const query = inboxQuery(c)
    const waitSeconds = Math.min(Number(c.req.query('wait') ?? 0) || 0, 60)
    if (waitSeconds > 0)
      await env.outbox.waitFor({ ...query, timeoutMs: waitSeconds * 1000 }).catch(() => undefined)
    return c.json({ data: env.outbox.list(query) })
  })
  app.delete('/_emulator/emails', (c) => {
    environment(c).outbox.clear()
    return c.body(null, 204)
  })

  app.get('/_emulator/totp', async (c) => {
    const code = await currentTotp(environment(c), c.req.query('user_id') ?? '').catch(() => undefined)
    if (code === undefined) throw fail(404, 'no_factor', 'This user has no authenticator app enrolled.')
    return c.json({ code })
  })

  app.get('/_emulator/clock', (c) => c.json(clockState(environment(c))))
  app.put('/_emulator/clock', async (c) => {
    const env = environment(c)
    const change = validate(ClockBody, await readBody(c.req.raw))
    if (change.now !== undefined) env.clock.set(Date.parse(change.now))
    if (change.advance_seconds !== undefined) env.clock.advance(change.advance_seconds * 1000)
    if (change.frozen === true) env.clock.freeze()
    if (change.frozen === false) env.clock.resume()
    return c.json(clockState(env))
  })

  app.get('/_emulator/faults', (c) => c.json({ data: environment(c).faults.list() }))
  app.post('/_emulator/faults', async (c) => {
    const env = environment(c)
    const { id } = env.faults.add(validate(FaultBody, await readBody(c.req.raw)))
    return c.json({ id }, 201)
  })
  app.delete('/_emulator/faults', (c) => {
    environment(c).faults.clear()
    return c.body(null, 204)
  })

  app.get('/_emulator/requests', (c) => c.json({ data: environment(c).requests.list() }))
  app.get('/_emulator/events', async (c) => {
    const event = c.req.query('event')
    return c.json({ data: await listEvents(environment(c), event === undefined ? {} : { event }) })
  })

  app.get('/_emulator/webhooks', async (c) => c.json({ data: await environment(c).webhooks.deliveries() }))

  app.get('/_emulator/settings', (c) => c.json(environment(c).settings))
  app.put('/_emulator/settings', async (c) => {
    const env = environment(c)
    const change = validate(v.partial(v.strictObject(SettingsSchema.entries)), await readBody(c.req.raw))
    await env.updateSettings(onlyGiven(change))
    return c.json(env.settings)
  })

  app.post('/_emulator/reset', async (c) => {
    await environment(c).reset()
    return c.body(null, 204)
  })
  app.post('/_emulator/seed', async (c) => {
    await seeding(async () => applySeed(environment(c), await readBody(c.req.raw)))
    return c.body(null, 204)
  })

  const snapshots = new WeakMap<EnvironmentState, Map<string, Uint8Array>>()
  const snapshotsOf = (env: EnvironmentState) => {
    const kept = snapshots.get(env) ?? new Map<string, Uint8Array>()
    snapshots.set(env, kept)
    return kept
  }
  app.get('/_emulator/snapshots', (c) =>
    c.json({ data: [...snapshotsOf(environment(c)).keys()].map((name) => ({ name })) }),
  )
  app.post('/_emulator/snapshots', async (c) => {
    const env = environment(c)
    const { name, restore } = validate(SnapshotBody, await readBody(c.req.raw))
    const kept = snapshotsOf(env)
    if (!restore) {
      kept.set(name, await env.storage.snapshot())
      return c.json({ name }, 201)
    }
    const snapshot = kept.get(name)
    if (snapshot === undefined) throw fail(404, 'snapshot_not_found', `No snapshot is named ${name}.`)
    await env.storage.restore(snapshot)
    await env.reload()
    return c.json({ name })
  })

  app.post('/_emulator/environments', async (c) => {
    environment(c)
    const body = await readBody(c.req.raw)
    const seed = (body as { seed?: Seed }).seed
    const fresh = await seeding(() => createEnvironment(seed === undefined ? {} : { seed }))
    return c.json({ api_key: fresh.apiKey, client_id: fresh.clientId, env: fresh.env }, 201)
  })

  app.post('/_emulator/impersonations', async (c) => {
    const env = environment(c)
    const { user_id, ...operator } = validate(ImpersonationBody, await readBody(c.req.raw))
    await allowImpersonation(env, user_id, operator)
    return c.body(null, 204)
  })

  app.post('/_emulator/keys/rotate', async (c) => {
    const env = environment(c)
    const { drop_old } = validate(RotateBody, await readBody(c.req.raw))
    await env.keys.rotate({ dropOld: drop_old })
    return c.json(await env.keys.jwks())
  })
}

function inboxQuery(c: Context) {
  const to = c.req.query('to')
  const kind = c.req.query('kind') as MessageKind | undefined
  return { ...(to !== undefined && { to }), ...(kind !== undefined && { kind }) }
}

function clockState({ clock }: EnvironmentState) {
  return { now: isoTime(clock.now()), frozen: clock.frozen }
}

/** Absent settings must stay as they are, not go back to their defaults. */
function onlyGiven(change: SettingsInput): Partial<EnvironmentState['settings']> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

async function seeding<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SeedError) throw fail(422, 'invalid_seed', error.message)
    throw error
  }
}
