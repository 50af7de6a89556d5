import { afterEach, describe, expect, it, vi } from 'vitest'
import { ConfigError, createAuthHandler, createAuthHandlers } from '../../src/server.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'

const ENVIRONMENT = {
  WORKOS_API_KEY: 'sk_environment',
  WORKOS_CLIENT_ID: 'client_environment',
  LATCHKEY_COOKIE_SECRET: cookieSecret,
  LATCHKEY_APP_ORIGIN: appOrigin,
}

const withEnvironment = (values: Partial<Record<keyof typeof ENVIRONMENT, string>>) => {
  for (const name of Object.keys(ENVIRONMENT)) vi.stubEnv(name, values[name as keyof typeof ENVIRONMENT])
}

const failureOf = (make: () => unknown): ConfigError => {
  try {
    make()
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('That was expected to fail with a ConfigError.')
}

afterEach(() => vi.unstubAllEnvs())

describe('the settings of the auth handler', () => {
  it('come from the environment if there are no options', () => {
    withEnvironment(ENVIRONMENT)
    expect(createAuthHandler().appOrigin).toBe(appOrigin)
  })

  it('can be passed as options instead', () => {
    withEnvironment({})
    const keys = { apiKey: 'sk_given', clientId: 'client_given' }
    expect(createAuthHandler({ ...keys, appOrigin, cookieSecret }).basePath).toBe('/auth')
    withEnvironment(ENVIRONMENT)
    expect(createAuthHandler({ appOrigin: 'https://other.example.com' }).appOrigin).toBe(
      'https://other.example.com',
    )
  })

  it('are all named if they are missing, with the code of the first one', () => {
    withEnvironment({})
    const nothing = failureOf(() => createAuthHandler())
    expect(nothing.code).toBe('api_key_missing')
    for (const name of [...Object.keys(ENVIRONMENT), 'apiKey', 'clientId', 'cookieSecret', 'appOrigin'])
      expect(nothing.message).toContain(name)
    withEnvironment({ ...ENVIRONMENT, LATCHKEY_COOKIE_SECRET: '', LATCHKEY_APP_ORIGIN: '' })
    const half = failureOf(() => createAuthHandler())
    expect([half.code, half.option]).toEqual(['cookie_secret_missing', 'cookieSecret'])
    expect(half.message).not.toContain('WORKOS')
    withEnvironment({ ...ENVIRONMENT, LATCHKEY_APP_ORIGIN: '' })
    const origin = failureOf(() => createAuthHandler())
    expect([origin.code, origin.option]).toEqual(['app_origin_missing', 'appOrigin'])
    expect(origin.message).not.toContain('secret')
  })

  it.each(['', '  '])('N18: treat the empty string %j as missing', (blank) => {
    withEnvironment(ENVIRONMENT)
    vi.stubEnv('WORKOS_BASE_URL', blank)
    const blanks = { appOrigin: blank, apiKey: blank, clientId: blank, cookieSecret: blank, baseUrl: blank }
    expect(createAuthHandler(blanks).appOrigin).toBe(appOrigin)
  })

  it('need no API key if a client is passed', async () => {
    withEnvironment({})
    const { client, emulator } = await createFixture()
    await using _ = emulator
    expect(failureOf(() => createAuthHandler({ client })).message).not.toContain('WORKOS')
    expect(createAuthHandler({ client, appOrigin, cookieSecret }).appOrigin).toBe(appOrigin)
    const both = failureOf(() => createAuthHandler({ client, apiKey: 'sk_other', appOrigin, cookieSecret }))
    expect([both.code, both.option]).toEqual(['option_invalid', 'client'])
  })
})

describe('handlers for settings that come with each request', () => {
  const settings = { apiKey: 'sk_given', clientId: 'client_given', appOrigin, cookieSecret }

  it('are created once for the same settings, and again for different settings', () => {
    const handlerFor = createAuthHandlers()
    const first = handlerFor({ ...settings })
    expect(handlerFor({ ...settings })).toBe(first)
    for (const other of [
      { clientId: 'client_other' },
      { apiKey: 'sk_other' },
      { baseUrl: 'https://api.example.com' },
      { appOrigin: 'https://other.example.com' },
      { cookieSecret: [`${cookieSecret}2`, cookieSecret] },
    ]) {
      expect(handlerFor({ ...settings, ...other }), Object.keys(other).join()).not.toBe(first)
    }
    expect(createAuthHandlers()({ ...settings })).not.toBe(first)
  })

  it('differ by the environment variables and by the client', async () => {
    withEnvironment(ENVIRONMENT)
    const handlerFor = createAuthHandlers()
    const first = handlerFor({})
    expect(handlerFor({})).toBe(first)
    withEnvironment({ ...ENVIRONMENT, LATCHKEY_COOKIE_SECRET: `${cookieSecret}2` })
    expect(handlerFor({})).not.toBe(first)
    const [one, other] = [await createFixture(), await createFixture()]
    await using _ = one.emulator
    await using __ = other.emulator
    const own = { appOrigin, cookieSecret }
    const ofOne = handlerFor({ ...own, client: one.client })
    expect(handlerFor({ ...own, client: one.client })).toBe(ofOne)
    expect(handlerFor({ ...own, client: other.client })).not.toBe(ofOne)
  })

  it('are removed, the oldest first, if there are more than 16', () => {
    const handlerFor = createAuthHandlers()
    const at = (index: number) => handlerFor({ ...settings, clientId: `client_${index}` })
    const first = at(0)
    for (let index = 1; index < 16; index += 1) at(index)
    expect(at(0)).toBe(first)
    at(16)
    expect(at(0)).not.toBe(first)
  })
})
