import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWire } from './request/reader.ts'
import { fromWire } from './request/wire.ts'
import { readListedUser, readUser } from './users.ts'

const text = fc.oneof(fc.string(), fc.constant('user'))
const anything = fc.oneof(text, fc.constant(null), fc.boolean(), fc.jsonValue({ maxDepth: 3 }))
const FIELDS = {
  object: fc.constant('user'),
  id: text,
  email: text,
  email_verified: fc.boolean(),
  ...Object.fromEntries(
    [
      'first_name',
      'last_name',
      'name',
      'profile_picture_url',
      'last_sign_in_at',
      'external_id',
      'locale',
    ].map((name) => [name, fc.option(text)]),
  ),
  metadata: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.string(), {
    noNullPrototype: true,
  }),
  created_at: text,
  updated_at: text,
}
const complete = fc.record(FIELDS as Record<string, fc.Arbitrary<unknown>>, {
  requiredKeys: Object.keys(FIELDS),
})
const known = fc.constantFrom(...Object.keys(FIELDS), 'emailVerified', 'new_field', '__proto__', 'createdAt')
const change = fc.tuple(known, fc.option(anything, { nil: undefined }))
/** A user as the API sends it, with fields missing, of another kind, or new. As JSON, which has no `undefined`. */
const wire = fc.tuple(complete, fc.array(change, { maxLength: 3 })).map(([user, changes]) => {
  const pairs = new Map<string, unknown>([...Object.entries(user), ...changes])
  const fields = [...pairs].filter(([, value]) => value !== undefined)
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`
})

/** What is read, or the field that is refused. */
function outcome(read: () => unknown) {
  try {
    return read()
  } catch (error) {
    return { refused: (error as { field?: string }).field ?? String(error) }
  }
}

it('PERF-4: reads a user straight from the wire as it reads it in two steps', () => {
  fc.assert(
    fc.property(fc.oneof(wire, fc.json()), (json) => {
      const short = outcome(() => readWire(readListedUser, JSON.parse(json), 'user'))
      const long = outcome(() => readUser(fromWire(JSON.parse(json)), 'user'))
      expect(short).toStrictEqual(long)
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 500) },
  )
})

it('PERF-4: takes the short way for what the API sends, and keeps fields that are new', () => {
  const sent = { object: 'user', id: 'user_1', email: 'a@example.com', email_verified: true }
  const times = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' }
  const user = readListedUser.fromWire?.({ ...sent, ...times, new_field: { inner_field: 1 } }, 'user', 0)
  expect(user).toMatchObject({ emailVerified: true, firstName: null, newField: { innerField: 1 } })
})
