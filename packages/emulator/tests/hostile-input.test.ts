import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { operations } from '../src/engine/web/api/operations.ts'
import { start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const FIELDS = [
  'email',
  'password',
  'code',
  'metadata',
  'user_id',
  'organization_id',
  'grant_type',
  'client_id',
  'client_secret',
  'token',
  'new_password',
  'first_name',
  'role_slug',
  'role_slugs',
  'refresh_token',
  'pending_authentication_token',
  'type',
  'name',
  'uri',
  'origin',
  'content',
  'external_id',
  'expires_in_days',
  '__proto__',
  'constructor',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    "'; drop table users; --",
    '../..',
    '%00',
    '𝒳'.repeat(300),
    environment.clientId,
  ),
)
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.constant(null))
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...FIELDS), value).map((fields) => JSON.stringify(fields)),
  fc.constantFrom('', '{', '[]', 'null', '"text"', '{"email":"a@b.example"', '['.repeat(5000)),
  fc.string({ maxLength: 60 }),
)

it('G3 no input to any operation causes a 5xx response', async () => {
  const user = await verifiedUser(caller, 'nadia@orchard.example')
  const segment = fc.oneof(text, fc.constant(user), fc.constant(environment.clientId))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      segment,
      body,
      fc.dictionary(
        fc.constantFrom('limit', 'order', 'after', 'before', 'user_id', 'client_id', 'statuses[]'),
        text,
      ),
      async (operation, id, payload, query) => {
        const path = operation.path.replace(/:\w+/g, () => encodeURIComponent(id.toWellFormed()) || 'x')
        const search = new URLSearchParams(query)
        const sent = operation.method === 'GET' ? undefined : payload
        const { status, body: response } = await call(operation.method, `${path}?${search}`, sent)
        if (status >= 500 && status !== 501)
          throw new Error(`${operation.id} ${status}: ${JSON.stringify(response)}`)
      },
    ),
    { numRuns: 600 },
  )
})

it('a body over one mebibyte is refused', async () => {
  const { status } = await call(
    'POST',
    '/user_management/users',
    JSON.stringify({ email: 'x'.repeat(1024 * 1024) }),
  )
  expect(status).toBe(413)
})

it('no input changes a prototype', async () => {
  await call(
    'POST',
    '/user_management/users',
    '{"email":"proto@orchard.example","metadata":{"__proto__":"x"},"__proto__":{"polluted":1}}',
  )
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})
