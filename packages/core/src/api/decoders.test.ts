import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeInvitation,
  decodeMembership,
  decodeOrganization,
  decodeSession,
  decodeUser,
} from './decoders.ts'
import { readInvitation } from './invitations.ts'
import { readMembership } from './memberships.ts'
import { readOrganization } from './organizations.ts'
import { type FromWire, type Reader, readWire, withShortcut } from './request/reader.ts'
import { fromWire } from './request/wire.ts'
import { readSession } from './sessions.ts'
import { readUser } from './users.ts'

const TIMES = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-02T00:00:00.000Z' }

const USER = {
  object: 'user',
  id: 'user_1',
  email: 'ada@orchard.example',
  email_verified: true,
  first_name: 'Ada',
  last_name: 'Byron',
  name: 'Ada Byron',
  profile_picture_url: 'https://images.example.com/ada.png',
  last_sign_in_at: '2026-01-03T00:00:00.000Z',
  external_id: 'crm-1815',
  metadata: { favorite_tree: 'pear' },
  locale: 'en-GB',
  ...TIMES,
}

/** Objects as the API sends them, with every documented field. */
const WHOLE = {
  user: [decodeUser, readUser, USER],
  organization: [
    decodeOrganization,
    readOrganization,
    {
      object: 'organization',
      id: 'org_1',
      name: 'Orchard',
      domains: [
        { object: 'organization_domain', id: 'org_domain_1', organization_id: 'org_1', domain: 'a.example' },
      ],
      metadata: { tree_count: '12' },
      external_id: null,
      stripe_customer_id: 'cus_1',
      allow_profiles_outside_organization: false,
      ...TIMES,
    },
  ],
  organization_membership: [
    decodeMembership,
    readMembership,
    {
      object: 'organization_membership',
      id: 'om_1',
      user_id: 'user_1',
      organization_id: 'org_1',
      organization_name: 'Orchard',
      status: 'active',
      role: { slug: 'member' },
      roles: [{ slug: 'member', role_name: 'Member' }],
      directory_managed: false,
      custom_attributes: { shoe_size: 44, inner_names: { stay_so: [1] } },
      user: USER,
      ...TIMES,
    },
  ],
  invitation: [
    decodeInvitation,
    readInvitation,
    {
      object: 'invitation',
      id: 'invitation_1',
      email: 'ada@orchard.example',
      state: 'pending',
      accepted_at: null,
      revoked_at: null,
      expires_at: '2026-01-08T00:00:00.000Z',
      token: 'Z1uX3RbwcIl5fIGJJJCXXisdI',
      accept_invitation_url: 'https://app.example.com/invite?invitation_token=Z1uX3RbwcIl5fIGJJJCXXisdI',
      organization_id: 'org_1',
      inviter_user_id: 'user_2',
      accepted_user_id: null,
      role_slug: 'member',
      ...TIMES,
    },
  ],
  session: [
    decodeSession,
    readSession,
    {
      object: 'session',
      id: 'session_1',
      user_id: 'user_1',
      organization_id: 'org_1',
      impersonator: { email: 'support@orchard.example', reason: null },
      ip_address: '198.51.100.7',
      user_agent: 'Mozilla/5.0',
      auth_method: 'password',
      status: 'active',
      expires_at: '2026-01-08T00:00:00.000Z',
      ended_at: null,
      ...TIMES,
    },
  ],
} as unknown as Record<string, [FromWire<object>, Reader<object>, Record<string, unknown>]>

const kinds = Object.entries(WHOLE).map(([name, [decode, read, sent]]) => ({ name, decode, read, sent }))

/** The value that was read, or the field that was refused. */
function outcome(read: () => unknown) {
  try {
    return read()
  } catch (error) {
    return { refused: (error as { field?: string }).field ?? String(error) }
  }
}

const serialized = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'new_field',
  'newField',
  'userId',
  'createdAt',
)

/** Variants of the object as JSON text, because JSON has no `undefined`, but can contain a field twice or a field `__proto__`. */
function changed(sent: Record<string, unknown>) {
  const known = fc.constantFrom(...Object.keys(sent))
  const text = fc.oneof(fc.string(), fc.constant(sent.object))
  const anything = fc.oneof(text, fc.constant(null), fc.boolean(), fc.jsonValue({ maxDepth: 3 }))
  const inner = fc.dictionary(fc.oneof(fc.string(), hostile), anything, { noNullPrototype: true })
  const change = fc.tuple(
    fc.oneof({ weight: 3, arbitrary: known }, hostile),
    fc.oneof(fc.constant(undefined), anything, inner, fc.constantFrom(USER, { ...USER, email: 1 })),
  )
  return fc.array(change, { maxLength: 4 }).map((changes) => {
    const fields = [...new Map([...Object.entries(sent), ...changes])].filter(
      ([, value]) => value !== undefined,
    )
    return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`
  })
}

describe.each(kinds)('PERF-4: a written-out decoder: $name', ({ name, decode, read, sent }) => {
  it('returns the same results and the same errors as the reader in two steps, for any input', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: changed(sent) }, fc.json()), (json) => {
        const short = outcome(() => readWire(withShortcut(read, decode), JSON.parse(json), name))
        const long = outcome(() => read(fromWire(JSON.parse(json)), name))
        // Vitest's own comparison mistakes a field named "constructor" for the constructor.
        expect(isDeepStrictEqual(short, long)).toBe(true)
        expect(isDeepStrictEqual(serialized(short), serialized(long))).toBe(true)
      }),
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 500) },
    )
  })

  it('uses the shortcut for every object that the API sends, and keeps new fields', () => {
    expect(decode(sent, name, 0)).toBeDefined()
    expect(decode({ ...sent, new_field: { inner_field: 1 } }, name, 0)).toMatchObject({
      newField: { innerField: 1 },
    })
  })

  it('uses the shortcut even if all optional fields are missing', () => {
    const needed = Object.entries(sent).filter(([key]) => decode(without(sent, key), name, 0) === undefined)
    expect(decode(Object.fromEntries(needed), name, 0)).toBeDefined()
    expect(needed.length).toBeLessThan(Object.keys(sent).length)
  })
})

function without(sent: Record<string, unknown>, key: string) {
  const { [key]: _, ...rest } = sent
  return rest
}
