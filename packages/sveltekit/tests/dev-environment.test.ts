import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settingsInFiles, withSettings } from '../src/dev-environment.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-env-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

it('KIT-14: reads the settings of an app from its .env files, in the order of Vite', () => {
  write(
    '.env',
    `WORKOS_API_KEY=sk_1\nWORKOS_CLIENT_ID=client_1\nLATCHKEY_APP_ORIGIN='http://localhost:5173'\nOTHER=x`,
  )
  write('.env.local', 'WORKOS_API_KEY=sk_2\nWORKOS_CLIENT_ID=')
  write('.env.development', 'LATCHKEY_COOKIE_SECRET="from development"')
  expect(settingsInFiles(folder)).toEqual({
    apiKey: 'sk_2',
    appOrigin: 'http://localhost:5173',
    cookieSecret: 'from development',
  })
})

it('KIT-14: does not change existing variables, or apps without files', () => {
  write('.env', 'PATH=nowhere\nWORKOS_API_KEY=sk_file')
  process.env.WORKOS_API_KEY = 'sk_environment'
  expect(settingsInFiles(folder)).toEqual({})
  delete process.env.WORKOS_API_KEY
  expect(settingsInFiles(join(folder, 'none'))).toEqual({})
})

it('KIT-14: gives options precedence, and uses a given client instead of its three settings', () => {
  const files = { apiKey: 'sk', clientId: 'client', baseUrl: 'http://api', appOrigin: 'http://file' }
  const client = {} as never
  expect(withSettings({ apiKey: 'sk_option', appOrigin: undefined }, files)).toEqual({
    ...files,
    apiKey: 'sk_option',
  })
  expect(withSettings({ client }, files)).toEqual({ client, appOrigin: 'http://file' })
})

it('KIT-14: finds the password of the cookie of the WorkOS SDK, and uses it only with the option', () => {
  write('.env', 'WORKOS_COOKIE_PASSWORD=from-the-file')
  const files = settingsInFiles(folder)
  expect(withSettings({}, files)).toEqual({})
  expect(withSettings({ vendorCookie: { name: 'wos' } }, files)).toEqual({
    vendorCookie: { name: 'wos', password: 'from-the-file' },
  })
  expect(withSettings({ vendorCookie: { password: 'own' } }, files)).toEqual({
    vendorCookie: { password: 'own' },
  })
})
