import type * as v from 'valibot'
import { expectTypeOf, it } from 'vitest'
import type { SeedSchema } from '../src/emulator/seed/seed-schema.ts'
import type { SettingsSchema } from '../src/engine/services/settings.ts'
import type { Seed, Settings } from '../src/index.ts'

// The types are written out, so that they read well and need no package; the schemas are what checks.
it('describes settings and seeds as their schemas check them', () => {
  expectTypeOf<v.InferOutput<typeof SettingsSchema>>().toEqualTypeOf<Settings>()
  expectTypeOf<v.InferInput<typeof SeedSchema>>().toExtend<Seed>()
  expectTypeOf<Seed>().toExtend<v.InferInput<typeof SeedSchema>>()
})
