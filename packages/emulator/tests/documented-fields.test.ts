import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { afterAll, expect, it } from 'vitest'
import { operations } from '../src/engine/web/api/operations.ts'
import type { Schema } from '../src/engine/web/http/operation.ts'
import { DOCUMENTED_FIELDS } from './documented-fields.ts'
import { emails, PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start({ autoConsent: true })
const { authenticate, call, emulator, environment } = caller
afterAll(() => emulator.close())

const FROM = { ip_address: '192.0.2.7', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
const CALLBACK = 'http://localhost:3000/callback'
const proven = new Set<string>()

/** Records that a test has verified these fields: in a response, by their effect, or in an error that names them. */
function proves(operation: string, fields: string): void {
  for (const field of fields.split(' ')) proven.add(`${operation}.${field}`)
}

/** Checks that the fields are returned unchanged. */
function echoes(operation: string, seen: object, sent: object): void {
  expect(seen, operation).toMatchObject(sent)
  proves(operation, Object.keys(sent).join(' '))
}

const settings = (change: object) => call('PUT', '/_emulator/settings', change)
const password = (email: string, fields: object = {}) =>
  authenticate({ grant_type: 'password', email, password: PASSWORD, ...fields })

let count = 0
const address = () => `field${count++}@orchard.example`

it('users store the fields that they are created and updated with', async () => {
  const sent = {
    email: address(),
    first_name: 'Nadia',
    last_name: 'Okafor',
    name: 'Nadia O.',
    email_verified: true,
    external_id: 'fields-1',
    metadata: { tier: 'gold' },
    locale: 'de',
  }
  const created = await call('POST', '/user_management/users', { ...sent, password: PASSWORD })
  echoes('createUser', (await call('GET', `/user_management/users/${created.body.id}`)).body, sent)
  expect((await password(sent.email)).status).toBe(200)
  proves('createUser', 'password')
  const change = {
    email: address(),
    first_name: 'Ada',
    last_name: 'Byron',
    name: 'Ada B.',
    email_verified: true,
    external_id: 'fields-2',
    metadata: { tier: 'iron' },
    locale: 'fr',
  }
  const path = `/user_management/users/${created.body.id}`
  await call('PUT', path, { ...change, password: `${PASSWORD} two` })
  echoes('updateUser', (await call('GET', path)).body, change)
  expect((await password(change.email, { password: `${PASSWORD} two` })).status).toBe(200)
  proves('updateUser', 'password')
})

it('imported hashes are verified with the salt at the specified position', async () => {
  const salt = randomBytes(8)
  const side = { prefix: [salt, Buffer.from(PASSWORD)], suffix: [Buffer.from(PASSWORD), salt] }
  for (const password_salt_position of ['prefix', 'suffix'] as const) {
    const digest = createHash('sha1').update(Buffer.concat(side[password_salt_position])).digest()
    const password_hash = `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`
    const hash = { password_hash, password_hash_type: 'ssha', password_salt_position }
    const email = address()
    const created = await call('POST', '/user_management/users', { email, email_verified: true, ...hash })
    expect([created.status, (await password(email)).status], password_salt_position).toEqual([201, 200])
    proves('createUser', Object.keys(hash).join(' '))
    const id = await verifiedUser(caller, address(), { password: 'another long one' })
    const { body } = await call('PUT', `/user_management/users/${id}`, hash)
    expect((await password(body.email)).status).toBe(200)
    proves('updateUser', Object.keys(hash).join(' '))
  }
})

it('organizations store the fields that they are created and updated with', async () => {
  const sent = {
    name: 'Fields',
    metadata: { tier: 'gold' },
    external_id: 'fields-org',
    allow_profiles_outside_organization: true,
    stripe_customer_id: 'cus_1',
  }
  const { body } = await call('POST', '/organizations', {
    ...sent,
    domain_data: [{ domain: 'fields.example', state: 'verified' }],
  })
  echoes('createOrganization', (await call('GET', `/organizations/${body.id}`)).body, sent)
  expect(body.domains).toMatchObject([{ domain: 'fields.example', state: 'verified' }])
  const change = {
    name: 'Changed',
    metadata: { tier: 'iron' },
    external_id: 'fields-org-2',
    allow_profiles_outside_organization: false,
    stripe_customer_id: 'cus_2',
  }
  const domain_data = [{ domain: 'other.example', state: 'pending' }]
  await call('PUT', `/organizations/${body.id}`, { ...change, domain_data })
  const seen = (await call('GET', `/organizations/${body.id}`)).body
  echoes('updateOrganization', seen, change)
  expect(seen.domains).toMatchObject(domain_data)
  for (const id of ['createOrganization', 'updateOrganization']) proves(id, 'domain_data')
})

it('an invitation is emailed in the requested language, even when it is sent again', async () => {
  const email = address()
  const inviter_user_id = await verifiedUser(caller, address())
  const sent = { email, inviter_user_id }
  const { body } = await call('POST', '/user_management/invitations', {
    ...sent,
    locale: 'fr',
    expires_in_days: 30,
  })
  echoes('sendInvitation', body, sent)
  expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(30 * 24 * 60 * 60_000)
  await call('POST', `/user_management/invitations/${body.id}/resend`, { locale: 'de' })
  const subjects = (await emails(caller, { to: email })).map(({ subject }) => subject)
  expect(subjects[0]).toMatch(/invite/)
  expect(subjects[1]).toMatch(/eingeladen/)
  proves('sendInvitation', 'locale expires_in_days')
  proves('resendInvitation', 'locale')
})

it('Radar uses the browser and device data in the request', async () => {
  await settings({ radar: 'assess' })
  const entry = (list: string, value: string) => call('POST', `/radar/lists/${list}/block`, { entry: value })
  await entry('device', 'device-9')
  await entry('device_fingerprint', 'signals-9')
  await entry('ip_address', '192.0.2.99')
  await entry('user_agent', 'Bad One')
  const email = address()
  await verifiedUser(caller, email)
  const traits = {
    device_id: 'device-9',
    signals_id: 'signals-9',
    ip_address: '192.0.2.99',
    user_agent: 'Bad One',
  }
  for (const [name, value] of Object.entries(traits)) {
    expect(await password(email, { [name]: value }), name).toMatchObject({
      status: 403,
      body: { code: 'access_denied' },
    })
    proves('authenticate', name)
    if (name === 'device_id') continue
    // The assessment made when the user or the code is created applies to the sign-in that passes its id.
    const other = address()
    const made = await call('POST', '/user_management/users', {
      email: other,
      password: PASSWORD,
      email_verified: true,
      [name]: value,
    })
    const { radar_auth_attempt_id } = made.body
    expect((await password(other, { radar_auth_attempt_id })).body.code, name).toBe('access_denied')
    expect((await password(other)).status).toBe(200)
    const magic = await call('POST', '/user_management/magic_auth', { email: other, [name]: value })
    expect(magic.body.radar_auth_attempt_id, name).toMatch(/^radar_attempt_/)
    proves('createUser', name)
    proves('createMagicAuth', name)
  }
  proves('authenticate', 'radar_auth_attempt_id')
  const fine = await call('POST', '/user_management/magic_auth', { email, ...FROM })
  const { radar_auth_attempt_id } = fine.body
  const again = await call('POST', '/user_management/magic_auth', { email, radar_auth_attempt_id })
  expect(again.body.radar_auth_attempt_id).toBe(radar_auth_attempt_id)
  proves('createMagicAuth', 'radar_auth_attempt_id')
  expect((await emails(caller, { to: email }))[0]?.text).toContain('Firefox, Linux')
  const attempt = {
    ...FROM,
    email,
    auth_method: 'Password',
    action: 'sign-in',
    user_agent: 'HeadlessChrome',
  }
  const listed = await call('POST', '/radar/attempts', { ...attempt, signals_id: 'signals-9' })
  expect(listed.body).toMatchObject({ verdict: 'block', blocklist_type: 'device_fingerprint' })
  proves('createRadarAttempt', 'signals_id ip_address user_agent email auth_method action')
  const { attempt_id } = (await call('POST', '/radar/attempts', attempt)).body
  const byAttempt = () => password(email, { radar_auth_attempt_id: attempt_id })
  expect((await byAttempt()).body.code).toBe('radar_email_challenge')
  await call('PUT', `/radar/attempts/${attempt_id}`, { challenge_status: 'success' })
  expect((await byAttempt()).status).toBe(200)
  proves('updateRadarAttempt', 'challenge_status')
  await settings({ radar: 'off' })
})

it('the parameters that the application passes to a provider are on the page that replaces it', async () => {
  const hosted = await start()
  const query = new URLSearchParams({
    client_id: hosted.environment.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    provider: 'GoogleOAuth',
    login_hint: 'nadia@orchard.example',
    provider_scopes: 'calendar,drive',
    'provider_query_params[hd]': 'orchard.example',
  })
  const { headers } = await hosted.call('GET', `/user_management/authorize?${query}`)
  const page = (await hosted.call('GET', new URL(headers.get('location') ?? '').pathname)).body.text
  for (const text of ['hd=orchard.example', 'scope=calendar drive', 'nadia@orchard.example']) {
    expect(page).toContain(text)
  }
  for (const id of ['authorize', 'authorizeSso']) {
    proves(id, 'provider_scopes provider_query_params login_hint')
  }
  await hosted.emulator.close()
})

it('the portal redirects to the URLs of the application', async () => {
  const { body } = await call('POST', '/organizations', { name: 'Portal' })
  const { link } = (
    await call('POST', '/portal/generate_link', {
      organization: body.id,
      intent: 'sso',
      success_url: 'http://localhost:3000/done',
      return_url: 'http://localhost:3000/back',
    })
  ).body
  const { pathname, search } = new URL(link)
  expect((await call('GET', pathname + search)).body.text).toContain('http://localhost:3000/back')
  const form = await call('POST', pathname + search, 'name=Okta', {
    'content-type': 'application/x-www-form-urlencoded',
    origin: emulator.url,
  })
  expect([form.status, form.headers.get('location')]).toEqual([303, 'http://localhost:3000/done'])
  proves('generatePortalLink', 'success_url return_url organization intent')
})

it('a documented field that is not emulated is refused, and named in the error', async () => {
  for (const { id, method, path, notEmulated = [] } of operations) {
    for (const field of notEmulated) {
      const query = method === 'GET' ? `?client_id=${environment.clientId}&${field}=x` : ''
      const refused = await call(method, path + query, method === 'GET' ? undefined : { [field]: ['x'] })
      expect(refused, `${id}.${field}`).toMatchObject({ status: 501, body: { code: 'not_emulated', field } })
      proves(id, field)
    }
  }
  expect(await call('POST', '/auth/factors/enroll', { type: 'generic_otp' })).toMatchObject({ status: 501 })
})

const PAGE_FIELDS = ['before', 'after', 'limit', 'order']

/** The names of the properties in all alternatives of a schema. */
function propertiesOf(schema: Schema | undefined): string[] {
  if (schema === undefined) return []
  const names = new Set<string>()
  const visit = ({ properties = {}, anyOf = [], allOf = [] }: Described) => {
    for (const name of Object.keys(properties)) names.add(name)
    for (const one of [...anyOf, ...allOf]) visit(one)
  }
  visit(toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }) as Described)
  return [...names]
}

interface Described {
  properties?: object
  anyOf?: Described[]
  allOf?: Described[]
}

it('every operation that takes fields has its documented ones in documented-fields.ts', () => {
  const undocumented = operations
    .filter(({ id, query, body, documentedBody, notEmulated = [] }) => {
      const taken = [...propertiesOf(query), ...propertiesOf(documentedBody ?? body), ...notEmulated]
      return taken.some((field) => !PAGE_FIELDS.includes(field)) && DOCUMENTED_FIELDS[id] === undefined
    })
    .map(({ id }) => id)
  expect(undocumented, 'Add the documented fields of each operation.').toEqual([])
})

/** Lists that are returned completely, with null cursors. */
const WITHOUT_PAGES = ['listItContacts']

it('every documented field is described, and every list has the four paging parameters', () => {
  for (const { id, query, body, documentedBody, notEmulated = [], responses } of operations) {
    const known = [...propertiesOf(query), ...propertiesOf(documentedBody ?? body), ...notEmulated]
    const documented = DOCUMENTED_FIELDS[id]?.split(' ') ?? []
    expect(known, id).toEqual(expect.arrayContaining(documented))
    const success = propertiesOf(responses[200] ?? undefined)
    if (success.includes('list_metadata') && !WITHOUT_PAGES.includes(id)) {
      expect(known, id).toEqual(expect.arrayContaining(PAGE_FIELDS))
    }
  }
  const unknown = Object.keys(DOCUMENTED_FIELDS).filter((id) => operations.every((one) => one.id !== id))
  expect(unknown).toEqual([])
})

it('every documented field is verified by a test, here or in the suite of its area', () => {
  const suites = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.ts') && name !== 'documented-fields.test.ts')
    .concat('authenticate-refusals.ts', 'fixture.ts')
    .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
  const forgotten = Object.entries(DOCUMENTED_FIELDS).flatMap(([id, fields]) =>
    fields
      .split(' ')
      .filter((field) => !proven.has(`${id}.${field}`) && !suites.some((text) => uses(text, field)))
      .map((field) => `${id}.${field}`),
  )
  expect(forgotten, 'Send each field in the suite of its area, or verify it here with `proves()`.').toEqual(
    [],
  )
})

function uses(suite: string, field: string): boolean {
  const camel = field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return new RegExp(`\\b(?:${field}|${camel})\\b`).test(suite)
}
