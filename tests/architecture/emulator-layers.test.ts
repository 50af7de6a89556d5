import { describe, expect, it } from 'vitest'
import { rowsOf } from './rows.ts'
import { parseSource, sourcesOf } from './sources.ts'

const ROOT = 'packages/emulator/src/'
const { missing, breaches } = rowsOf(ROOT, [
  // engine/: code that every server that implements the API needs
  ['engine/base'],
  ['engine/storage'],
  ['engine/contract'],
  ['engine/services'],
  ['engine/context'],
  ['engine/domain/codes', 'engine/domain/events', 'engine/domain/email'],
  ['engine/domain/users'],
  ['engine/domain/factors', 'engine/domain/webhooks'],
  ['engine/domain/permissions'],
  ['engine/domain/roles'],
  ['engine/domain/organizations'],
  [
    'engine/domain/api-keys',
    'engine/domain/audit-logs',
    'engine/domain/authorized-applications',
    'engine/domain/connections',
    'engine/domain/directories',
    'engine/domain/feature-flags',
    'engine/domain/groups',
    'engine/domain/it-contacts',
    'engine/domain/organization-domains',
    'engine/domain/portal',
    'engine/domain/radar',
    'engine/domain/widgets',
  ],
  ['engine/domain/invitations'],
  ['engine/domain/sessions'],
  ['engine/domain/accounts'],
  ['engine/domain/authentication'],
  ['engine/domain/authorization'],
  ['engine/web/http'],
  ['engine/web/openapi', 'engine/web/pages'],
  ['engine/web/api'],
  ['engine/web/hosted'],
  ['engine/web/server'],
  // emulator/: code that only a local server needs
  ['emulator/import', 'emulator/seed', 'emulator/inbox', 'emulator/faults', 'emulator/request-log'],
  ['emulator/environment'],
  [
    'emulator/interceptors',
    'emulator/supported',
    'emulator/control',
    'emulator/dashboard',
    'emulator/connect',
  ],
  ['emulator'],
  ['emulator/cli'],
  // The entries of the package: one folder and the files directly in src/.
  ['testing', ''],
])
const QUERY = /\.(?:selectFrom|insertInto|updateTable|deleteFrom|transaction)\(/
const QUERIED_IN = ['engine/domain/', 'engine/storage/']

const sources = sourcesOf('emulator')

describe('LAY-2: the layers of the local server', () => {
  it('include every folder', () => {
    expect(missing(sources)).toEqual([])
  })

  it('import only from the layers below', () => {
    expect(breaches(sources)).toEqual([])
  })

  it('query tables only in the domain and in storage', () => {
    const isAllowed = (path: string) => QUERIED_IN.some((folder) => path.startsWith(ROOT + folder))
    const asking = sources.filter(({ path, text }) => QUERY.test(text) && !isAllowed(path))
    expect(asking.map(({ path }) => path)).toEqual([])
  })

  it('are checked for upward imports, including imports of types', () => {
    const turned = [
      parseSource(
        `${ROOT}engine/domain/users/find-user.ts`,
        `import type { SessionRow } from '../sessions/list-sessions.ts'`,
      ),
      parseSource(
        `${ROOT}engine/web/api/users.ts`,
        `const { faults } = await import('../../../emulator/faults/faults.ts')`,
      ),
      parseSource(`${ROOT}emulator/inbox/inbox.ts`, `import { x } from '../faults/faults.ts'`),
    ]
    expect(breaches(turned)).toHaveLength(3)
    expect(QUERY.test('await context.db.selectFrom("users")')).toBe(true)
  })
})
