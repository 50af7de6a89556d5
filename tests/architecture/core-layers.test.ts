import { describe, expect, it } from 'vitest'
import { rowsOf } from './rows.ts'
import { parseSource, sourcesOf } from './sources.ts'

const ROOT = 'packages/core/src/'
const { missing, breaches } = rowsOf(ROOT, [
  ['errors'],
  ['base', 'brand', 'flow'],
  ['coordinator'],
  ['session'],
  ['account', 'locales'],
  // client/: code for browsers. The rows below it do not use the DOM, and a browser loads nothing from the rows above it.
  ['client'],
  ['api/request'],
  ['api'],
  ['webhooks', 'transport'],
  // handler/: the HTTP surface of an app
  ['handler/identity', 'handler/events'],
  ['handler/failures', 'handler/options'],
  ['handler/services'],
  ['handler/route'],
  ['handler/account', 'handler/session', 'handler/flow'],
  ['handler/routes'],
  ['handler/http'],
  ['handler'],
  ['pages'],
  ['testing'],
  // The entries of the package, which are all directly in src/.
  [''],
])

const core = sourcesOf('core')

describe('LAY-6: the layers of core', () => {
  it('include every folder', () => {
    expect(missing(core)).toEqual([])
  })

  it('import only from the layers below', () => {
    expect(breaches(core)).toEqual([])
  })

  it('are checked for upward imports, including imports of types', () => {
    const turned = [
      parseSource(`${ROOT}session/seal.ts`, `import type { Role } from '../client/auth-state.ts'`),
      parseSource(`${ROOT}handler/flow/actions.ts`, `export { ROUTES } from '../routes/routes.ts'`),
      parseSource(`${ROOT}handler/failures/flow-failure.ts`, `import { x } from '../options/return-to.ts'`),
      parseSource(`${ROOT}api/users.ts`, `const { core } = await import('../server.ts')`),
    ]
    expect(breaches(turned)).toHaveLength(4)
  })
})
