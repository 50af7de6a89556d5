import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { typeErrors } from '../../../../scripts/type-errors.mjs'
import * as api from '../../src/api.ts'
import * as processWide from '../../src/default.ts'

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '../..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('`', '').trim())

/** The rows of the table with this first heading, without backticks. */
function rowsOf(heading: string): [string, string][] {
  const lines = readme.split('\n')
  const start = lines.findIndex((line) => cellsOf(line)[0] === heading) + 2
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'))
  return lines.slice(start, end).map((line) => cellsOf(line) as [string, string])
}

/** The compiler errors in these TypeScript files. */
const compile = (files: Record<string, string>) =>
  typeErrors('packages/core', Object.entries(files), {
    types: ['node'],
    paths: { '@latchkey/core/*': [join(packageFolder, 'src/*.ts')] },
  })

// The index of the Go package, v3.1.0.
const goMethods = `AuthenticateWithCode AuthenticateWithEmailVerificationCode AuthenticateWithMagicAuth
AuthenticateWithOrganizationSelection AuthenticateWithPassword AuthenticateWithTOTP CreateOrganizationMembership
CreateUser DeleteOrganizationMembership DeleteUser EnrollAuthFactor GetAuthorizationURL GetInvitation
GetOrganizationMembership GetUser ListAuthFactors ListInvitations ListOrganizationMemberships ListUsers ResetPassword
RevokeInvitation SendInvitation SendMagicAuthCode SendPasswordResetEmail SendVerificationEmail UpdateUser
VerifyEmail`.split(/\s+/)
const goValues = ['SetAPIKey', 'NewClient', 'DefaultClient', 'ResponseLimit']
const goTypes =
  `AuthenticateResponse Client EnrollAuthFactorResponse Invitation InvitationState ListAuthFactorsResponse
ListInvitationsResponse ListOrganizationMembershipsResponse ListUsersResponse Order Organization OrganizationMembership
PasswordHashType User UserResponse Client.APIKey Client.HTTPClient Client.Endpoint Client.JSONEncode Pending Accepted
Expired Revoked Bcrypt`.split(/\s+/)

describe('the README', () => {
  it('maps every function and method of the Go package', () => {
    const rows = rowsOf('Go function and method')
    expect(rows.map(([go]) => go).sort()).toEqual(goMethods)
    const client = api.createClient({ apiKey: 'sk_test_1' })
    for (const [, name] of rows) {
      for (const place of [api, client, processWide])
        expect(place, name).toHaveProperty(name, expect.any(Function))
    }
  })

  it('maps every other value', () => {
    const rows = rowsOf('Go function, variable or constant')
    expect(rows.map(([go]) => go)).toEqual(goValues)
    for (const [, name] of rows) expect(name in api || name in processWide).toBe(true)
    expect(api.DEFAULT_PAGE_LIMIT).toBe(10)
  })

  it('maps every type, field, constant and options struct to a type that exists', { timeout: 60_000 }, () => {
    const rows = rowsOf('Go type')
    const expected = [...goTypes, ...goMethods.map((method) => `${method}Opts`)]
    expect(rows.map(([go]) => go).sort()).toEqual(expected.sort())
    const names = new Set(rows.flatMap(([, type]) => type.replace(/'[^']*'/g, '').match(/[A-Z]\w+/g) ?? []))
    names.delete('Extract')
    const source = [
      `import type { ${[...names].join(', ')} } from '@latchkey/core/api'`,
      'type Exists<T> = [T] extends [never] ? never : true',
      ...rows.map(([, type], index) => `export const row${index}: Exists<${type}> = true`),
    ]
    expect(compile({ 'readme-types.ts': source.join('\n') })).toEqual([])
    expect(
      compile({ 'readme-types.ts': `${source[1]}\nexport const row: Exists<NoSuchType> = true` }),
    ).not.toEqual([])
  })

  it('shows only code that compiles', { timeout: 60_000 }, () => {
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => `${code}\nexport {}`)
    expect(blocks.length).toBeGreaterThan(4)
    expect(
      compile(Object.fromEntries(blocks.map((code, index) => [`readme-block-${index}.ts`, code]))),
    ).toEqual([])
  })
})
