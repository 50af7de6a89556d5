import type * as v from 'valibot'
import { expectTypeOf, it } from 'vitest'
import type { SeedSchema } from '../src/emulator/seed/seed-schema.ts'
import type { SettingsSchema } from '../src/engine/services/settings.ts'
import type { Seed, Settings } from '../src/index.ts'

// The public types are written by hand, so that they are readable and need no package. The schemas validate the input.
it('the types of settings and seeds match their schemas', () => {
  expectTypeOf<v.InferOutput<typeof SettingsSchema>>().toEqualTypeOf<Settings>()
  expectTypeOf<v.InferInput<typeof SeedSchema>>().toExtend<Seed>()
  expectTypeOf<Seed>().toExtend<v.InferInput<typeof SeedSchema>>()
})
