import * as v from 'valibot'
import { SettingsSchema } from '../environment/settings.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { CreateUserBody } from '../routes/users.ts'
import { createUser } from '../users/create-user.ts'
import { findUserByEmail } from '../users/find-user.ts'

const SeedSchema = v.strictObject({
  settings: v.optional(v.partial(SettingsSchema)),
  users: v.optional(v.array(v.object({ ...CreateUserBody.entries, id: v.optional(v.string()) }))),
})

/** What an environment starts with. Field names are the API's. */
export type Seed = v.InferInput<typeof SeedSchema>

/** A seed that cannot be applied; the message names the path of what is wrong. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}

/** Adds what is missing; users that are there already are left alone, so a seed can be applied again. */
export async function applySeed(env: EnvironmentState, input: unknown): Promise<void> {
  const parsed = v.safeParse(SeedSchema, input)
  if (!parsed.success) {
    throw new SeedError(
      parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'seed'}: ${issue.message}`).join('\n'),
    )
  }
  const seed = parsed.output
  if (seed.settings !== undefined) await env.updateSettings(seed.settings)
  for (const user of seed.users ?? []) {
    if ((await findUserByEmail(env, user.email)) === undefined) await createUser(env, user)
  }
}
