import { expect, it, vi } from 'vitest'

it('has the same contexts for all copies of the module', async () => {
  const first = await import('./auth-context.ts')
  vi.resetModules()
  const second = await import('./auth-context.ts')
  expect(second.AuthContext).toBe(first.AuthContext)
  expect(second.AppearanceContext).toBe(first.AppearanceContext)
})
