import { expect, it, vi } from 'vitest'

it('all copies of the module share the same contexts', async () => {
  const first = await import('./auth-context.ts')
  vi.resetModules()
  const second = await import('./auth-context.ts')
  expect(second.AuthContext).toBe(first.AuthContext)
  expect(second.AppearanceContext).toBe(first.AppearanceContext)
})
