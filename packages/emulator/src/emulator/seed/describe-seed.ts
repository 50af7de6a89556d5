import { toJsonSchema } from '@valibot/to-json-schema'
import { SeedSchema } from './seed-schema.ts'

/** The JSON schema of the seed file, for editors; from the schema that checks it. */
export function describeSeed(): object {
  // Checks that JSON Schema cannot express are left out; they still run.
  const schema = toJsonSchema(SeedSchema, { errorMode: 'ignore', typeMode: 'input' })
  return { ...schema, title: 'Seed of a Latchkey emulator environment' }
}
