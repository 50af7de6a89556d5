import { fail, notFound } from '../../engine/base/failure.ts'
import { readBody } from '../../engine/web/http/request-body.ts'
import { validate } from '../../engine/web/http/validate.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { environmentVariables } from '../environment/environment.ts'
import type { Environments } from '../environment/environments.ts'
import { applySeed, SeedError } from '../seed/apply-seed.ts'
import type { Seed } from '../seed/seed.ts'
import type { ControlRoute } from './control-route.ts'
import { EnvironmentBody } from './schemas.ts'

/** Environments themselves, and what they hold. */
export function mountEnvironments(route: ControlRoute, environments: Environments): void {
  route('POST', '/reset', async (env, c) => {
    await env.reset()
    return c.body(null, 204)
  })
  route('POST', '/seed', async (env, c) => {
    await seed(env, await readBody(c.req.raw))
    return c.body(null, 204)
  })

  route('GET', '/environment', (env, c) => c.json(presentCredentials(env)))
  route('DELETE', '/environments/:clientId', async (env, c) => {
    const clientId = c.req.param('clientId') ?? ''
    if (clientId === env.config.defaultCredentials.clientId) {
      throw fail(409, 'default_environment', 'The default environment cannot be deleted. Reset it instead.')
    }
    if (!(await environments.delete(clientId))) throw notFound('Environment', clientId)
    return c.body(null, 204)
  })

  route('GET', '/environments', async (_env, c) => {
    const data = (await environments.list()).map(({ name, clientId }) => ({ name, client_id: clientId }))
    return c.json({ data })
  })

  route('POST', '/environments', async (_env, c) => {
    const { name, seed: content } = validate(EnvironmentBody, await readBody(c.req.raw))
    // One name, one environment: a script that asks at every start gets the same credentials again.
    const known = name === undefined ? undefined : await findByName(environments, name)
    const made = known ?? (await environments.add(name))
    if (content !== undefined) await made.storage.durably(() => seed(made, content))
    return c.json(presentCredentials(made), known === undefined ? 201 : 200)
  })
}

function presentCredentials(env: EmulatorEnvironment) {
  const { name, apiKey, clientId } = env
  return { name, api_key: apiKey, client_id: clientId, env: environmentVariables(env, env.config.baseUrl) }
}

async function findByName(
  environments: Environments,
  name: string,
): Promise<EmulatorEnvironment | undefined> {
  const known = (await environments.list()).find((env) => env.name === name)
  return known && environments.byClientId(known.clientId)
}

async function seed(env: EmulatorEnvironment, content: unknown): Promise<void> {
  try {
    await applySeed(env, content as Seed)
  } catch (error) {
    if (error instanceof SeedError) throw fail(422, 'invalid_seed', error.message)
    throw error
  }
}
