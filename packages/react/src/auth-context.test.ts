import { expect, it, vi } from 'vitest'

it('is one context for all copies of the module', async () => {
  const { AuthContext: first } = await import('./auth-context.ts')
  vi.resetModules()
  const { AuthContext: second } = await import('./auth-context.ts')
  expect(second).toBe(first)
})
