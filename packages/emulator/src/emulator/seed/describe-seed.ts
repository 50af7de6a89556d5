import { toJsonSchema } from '@valibot/to-json-schema'
import { SeedSchema } from './seed-schema.ts'

/** The JSON schema of the seed file, for editors, generated from the schema that validates it. */
export function describeSeed(): object {
  // Checks that JSON Schema cannot express are omitted here. They still run when the seed is applied.
  const schema = toJsonSchema(SeedSchema, { errorMode: 'ignore', typeMode: 'input' })
  return { ...schema, title: 'Seed of a Latchkey emulator environment' }
}
