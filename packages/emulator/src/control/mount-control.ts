import type { Context } from 'hono'
import { currentTotp, type Environment } from '../environment/environment.ts'
import type { MessageKind } from '../environment/inbox.ts'
import type { EnvironmentState, ServerConfig } from '../environment/state.ts'
import { fail } from '../http/failure.ts'
import type { Seed } from '../seed/apply-seed.ts'
import type { App } from '../server/app.ts'
import { byBearer } from '../server/environment-of.ts'
import type { Registry } from '../server/registry.ts'

export interface ControlDependencies {
  registry: Registry
  config: ServerConfig
  createEnvironment(options: { seed?: Seed }): Promise<Environment>
}

/** The control API under `/_emulator`: what tests in any language need and the vendor does not offer. */
export function mountControl(app: App, { registry }: ControlDependencies): void {
  const environment = (c: Context): EnvironmentState =>
    byBearer(registry, c.req.header('authorization') ?? null)

  app.get('/_emulator/emails', async (c) => {
    const env = environment(c)
    const to = c.req.query('to')
    const kind = c.req.query('kind') as MessageKind | undefined
    const query = { ...(to !== undefined && { to }), ...(kind !== undefined && { kind }) }
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
    const env = environment(c)
    const user = c.req.query('user_id') ?? ''
    const code = await currentTotp(env, user).catch(() => undefined)
    if (code === undefined) throw fail(404, 'no_factor', 'This user has no authenticator app enrolled.')
    return c.json({ code })
  })
}
