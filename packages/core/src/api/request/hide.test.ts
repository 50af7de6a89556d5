import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hide } from './hide.ts'

const tokens = () =>
  hide({ accessToken: 'eyJ.secret.jwt', refreshToken: null, kind: 'Bearer' }, ['accessToken', 'refreshToken'])

describe('hide', () => {
  it('leaves the secret readable', () => {
    expect(tokens().accessToken).toBe('eyJ.secret.jwt')
    expect({ ...tokens() }).toEqual({ accessToken: 'eyJ.secret.jwt', refreshToken: null, kind: 'Bearer' })
    expect(structuredClone({ ...tokens() }).accessToken).toBe('eyJ.secret.jwt')
  })

  it('G1 shows no secret in JSON, logs or any inspection', () => {
    const shown = [
      JSON.stringify({ nested: [tokens()] }),
      inspect(tokens()),
      inspect(tokens(), { customInspect: false, showHidden: true }),
      inspect({ nested: tokens() }, { depth: 9, getters: true }),
      String(tokens()),
    ]
    for (const text of shown) expect(text).not.toContain('secret')
    expect(shown[0]).toBe('{"nested":[{"accessToken":"[redacted]","refreshToken":null,"kind":"Bearer"}]}')
  })

  it('G1 uses the inspector that Deno passes', () => {
    const inspected = tokens() as unknown as Record<symbol, (inspect: (value: unknown) => string) => string>
    expect(inspected[Symbol.for('Deno.customInspect')]?.(JSON.stringify)).not.toContain('secret')
  })
})
