import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { ApiError, ConfigError, SessionError, TransportError } from './index.ts'

const other = createRequire(import.meta.url)('@latchkey/core/server') as typeof import('./index.ts')

describe('errors from two copies of the package', () => {
  it('are distinguished by class, not by copy', () => {
    const pairs = [
      [ApiError, new other.ApiError('not_found', { status: 404 })],
      [TransportError, new other.TransportError('network')],
      [SessionError, new other.SessionError('session_expired')],
      [ConfigError, new other.ConfigError('input_invalid', 'No')],
    ] as const
    for (const [own] of pairs) {
      for (const [of, error] of pairs)
        expect(error instanceof own, `${error.name} as ${own.name}`).toBe(of === own)
    }
  })

  it('do not match other values', () => {
    for (const value of [undefined, null, 'ApiError', { name: 'ApiError' }, new Error('x')]) {
      expect(value instanceof ApiError).toBe(false)
    }
  })
})
