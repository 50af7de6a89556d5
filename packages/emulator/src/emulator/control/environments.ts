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

/** Environments and their content. */
export function mountEnvironments(route: ControlRoute, environments: Environments): void {
  route('POST', '/reset', async (environment, c) => {
    await environment.reset()
    return c.body(null, 204)
  })
  route('POST', '/seed', async (environment, c) => {
    await seed(environment, await readBody(c.req.raw))
    return c.body(null, 204)
  })

  route('GET', '/environment', (environment, c) => c.json(presentCredentials(environment)))
  route('DELETE', '/environments/:clientId', async (environment, c) => {
    const clientId = c.req.param('clientId') ?? ''
    if (clientId === environment.config.defaultCredentials.clientId) {
      throw fail(409, 'default_environment', 'The default environment cannot be deleted. Reset it instead.')
    }
    if (!(await environments.delete(clientId))) throw notFound('Environment', clientId)
    return c.body(null, 204)
  })

  route('GET', '/environments', async (_environment, c) => {
    const data = (await environments.list()).map(({ name, clientId }) => ({ name, client_id: clientId }))
    return c.json({ data })
  })

  route('POST', '/environments', async (_environment, c) => {
    const { name, seed: content } = validate(EnvironmentBody, await readBody(c.req.raw))
    // A name identifies one environment: a script that creates it at every start gets the same credentials again.
    const known = name === undefined ? undefined : await findByName(environments, name)
    const made = known ?? (await environments.add(name))
    if (content !== undefined) await made.storage.durably(() => seed(made, content))
    return c.json(presentCredentials(made), known === undefined ? 201 : 200)
  })
}

function presentCredentials(environment: EmulatorEnvironment) {
  const { name, apiKey, clientId } = environment
  return {
    name,
    api_key: apiKey,
    client_id: clientId,
    env: environmentVariables(environment, environment.config.baseUrl),
  }
}

async function findByName(
  environments: Environments,
  name: string,
): Promise<EmulatorEnvironment | undefined> {
  const known = (await environments.list()).find((environment) => environment.name === name)
  return known && environments.byClientId(known.clientId)
}

async function seed(environment: EmulatorEnvironment, content: unknown): Promise<void> {
  try {
    await applySeed(environment, content as Seed)
  } catch (error) {
    if (error instanceof SeedError) throw fail(422, 'invalid_seed', error.message)
    throw error
  }
}
