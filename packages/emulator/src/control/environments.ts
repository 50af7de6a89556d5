import { DEFAULT_CREDENTIALS } from '../credentials.ts'
import { type Environment, environmentVariables } from '../environment/environment.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { fail, notFound } from '../http/failure.ts'
import { readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import { applySeed, SeedError } from '../seed/apply-seed.ts'
import type { Seed } from '../seed/seed.ts'
import type { App } from '../server/app.ts'
import type { Registry } from '../server/registry.ts'
import type { Locate } from './mount-control.ts'
import { EnvironmentBody } from './schemas.ts'

export interface EnvironmentDependencies {
  registry: Registry
  createEnvironment(options: { name?: string }): Promise<Environment>
  deleteEnvironment(clientId: string): Promise<boolean>
}

/** Environments themselves, and what they hold. */
export function mountEnvironments(
  app: App,
  locate: Locate,
  { registry, createEnvironment, deleteEnvironment }: EnvironmentDependencies,
): void {
  app.post('/_emulator/reset', async (c) => {
    await (await locate(c)).reset()
    return c.body(null, 204)
  })
  app.post('/_emulator/seed', async (c) => {
    const env = await locate(c)
    await seed(env, await readBody(c.req.raw))
    return c.body(null, 204)
  })

  app.get('/_emulator/environment', async (c) => c.json(presentCredentials(await locate(c))))
  app.delete('/_emulator/environments/:clientId', async (c) => {
    await locate(c)
    const clientId = c.req.param('clientId')
    if (clientId === DEFAULT_CREDENTIALS.clientId) {
      throw fail(409, 'default_environment', 'The default environment cannot be deleted. Reset it instead.')
    }
    if (!(await deleteEnvironment(clientId))) throw notFound('Environment', clientId)
    return c.body(null, 204)
  })

  app.get('/_emulator/environments', async (c) => {
    await locate(c)
    const data = (await registry.all()).map(({ name, clientId }) => ({ name, client_id: clientId }))
    return c.json({ data })
  })

  app.post('/_emulator/environments', async (c) => {
    await locate(c)
    const { name, seed: content } = validate(EnvironmentBody, await readBody(c.req.raw))
    // One name, one environment: a script that asks at every start gets the same credentials again.
    const known = name === undefined ? undefined : await findByName(registry, name)
    const env = known ?? (await createEnvironment(name === undefined ? {} : { name }))
    const state = await registry.byClientId(env.clientId)
    if (state === undefined) throw fail(409, 'environment_closed', 'The environment was closed meanwhile.')
    if (content !== undefined) await seed(state, content)
    return c.json(presentCredentials(state), known === undefined ? 201 : 200)
  })
}

function presentCredentials(env: EnvironmentState) {
  const { name, apiKey, clientId } = env
  return { name, api_key: apiKey, client_id: clientId, env: environmentVariables(env) }
}

async function findByName(registry: Registry, name: string): Promise<EnvironmentState | undefined> {
  return (await registry.all()).find((env) => env.name === name)
}

async function seed(env: EnvironmentState, content: unknown): Promise<void> {
  try {
    await applySeed(env, content as Seed)
  } catch (error) {
    if (error instanceof SeedError) throw fail(422, 'invalid_seed', error.message)
    throw error
  }
}
