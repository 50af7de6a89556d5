import { createEmulator } from '@latchkey/emulator'
import { afterEach, describe, expect, it, vi } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { operations } from '../../src/api/operations.ts'
import { VERSION } from '../../src/api/request/version.ts'
import * as processWide from '../../src/default.ts'

afterEach(() => vi.unstubAllEnvs())

describe('@latchkey/core/default', () => {
  it('has every operation', () => {
    expect(Object.keys(processWide)).toEqual(expect.arrayContaining(Object.keys(operations)))
  })

  it('C2 can be loaded without a key, and fails at the first call', () => {
    vi.stubEnv('WORKOS_API_KEY', undefined)
    expect(() => processWide.getUser({ userId: 'user_1' })).toThrow(
      expect.objectContaining({ code: 'api_key_missing' }),
    )
  })

  it('uses the key and client ID that are set, and new values after a change', async () => {
    await using emulator = await createEmulator({ port: 0 })
    const { apiKey, clientId } = emulator.default
    vi.stubEnv('WORKOS_BASE_URL', emulator.url)
    processWide.setApiKey(apiKey)
    processWide.setClientId(clientId)
    const user = await processWide.createUser({ email: 'nadia@orchard.example' })
    expect(await processWide.getUser({ userId: user.id })).toEqual(user)
    expect(processWide.getJwksUrl()).toBe(`${emulator.url}/sso/jwks/${clientId}`)
    processWide.setApiKey('sk_test_wrong')
    await expect(processWide.getUser({ userId: user.id })).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

it('sends the version of the package in the User-Agent header', () => {
  expect(VERSION).toBe(packageJson.version)
})
