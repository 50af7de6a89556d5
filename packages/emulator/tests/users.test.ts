import { afterAll, describe, expect, it } from 'vitest'
import { emails, PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call } = caller
afterAll(() => caller.emulator.close())

describe('POST /user_management/users', () => {
  it('responds with 201 and every field', async () => {
    const { status, body, headers } = await call('POST', '/user_management/users', {
      email: ' Nadia@Orchard.example ',
      password: PASSWORD,
      first_name: 'Nadia',
      last_name: 'Okafor',
      metadata: { plan: 'pro' },
      external_id: 'crm-1',
      User: 'ignored',
    })
    expect(status).toBe(201)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(body).toEqual({
      object: 'user',
      id: expect.stringMatching(/^user_[0-9A-HJKMNP-TV-Z]{26}$/),
      email: 'Nadia@Orchard.example',
      email_verified: false,
      first_name: 'Nadia',
      last_name: 'Okafor',
      name: 'Nadia Okafor',
      profile_picture_url: null,
      last_sign_in_at: null,
      external_id: 'crm-1',
      metadata: { plan: 'pro' },
      locale: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.any(String),
    })
  })

  it('reports a taken email address as user_creation_error, regardless of case', async () => {
    const { status, body } = await call('POST', '/user_management/users', { email: 'NADIA@orchard.example' })
    expect(status).toBe(400)
    expect(body).toEqual({
      code: 'user_creation_error',
      message: expect.any(String),
      errors: [{ code: 'email_not_available', message: expect.any(String) }],
    })
  })

  it('names a missing field in the validation error', async () => {
    const { status, body } = await call('POST', '/user_management/users', {})
    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'invalid_request_parameters',
      errors: [{ field: 'email', code: 'email_string_required' }],
    })
  })

  it('responds with 401 before it reads the body', async () => {
    const { status, body } = await call('POST', '/user_management/users', '{not json', {
      authorization: 'Bearer sk_x',
    })
    expect({ status, body }).toEqual({ status: 401, body: { message: 'Unauthorized' } })
  })

  it.each([
    [{ password: 'short' }, 'password_strength_error'],
    [{ password: PASSWORD, password_hash: 'x' }, 'password_and_password_hash_provided'],
    [{ password: PASSWORD, password_hash_type: 'bcrypt' }, 'password_and_password_hash_type_provided'],
    [{ password_salt_position: 'prefix' }, 'password_salt_position_requires_password_hash'],
    [{ password_hash: 'x', password_hash_type: 'bcrypt' }, 'invalid_password_hash'],
    [{ metadata: { ['k'.repeat(41)]: 'v' } }, 'invalid_metadata'],
    [{ external_id: 'crm-1' }, 'external_id_already_used'],
  ])('refuses %j with %s', async (fields, code) => {
    const { status, body } = await call('POST', '/user_management/users', {
      email: 'new@orchard.example',
      ...fields,
    })
    expect({ status, code: body.code }).toEqual({ status: 400, code })
  })
})

describe('reading users', () => {
  it('returns a user by id and by external id', async () => {
    const id = await verifiedUser(caller, 'tomas@orchard.example', { external_id: 'crm-2' })
    expect((await call('GET', `/user_management/users/${id}`)).body.id).toBe(id)
    expect((await call('GET', '/user_management/users/external_id/crm-2')).body.id).toBe(id)
  })

  it('responds with 404 and the id that does not exist', async () => {
    const { status, body } = await call('GET', '/user_management/users/user_nobody')
    expect(status).toBe(404)
    expect(body).toEqual({
      message: "User not found: 'user_nobody'.",
      code: 'entity_not_found',
      entity_id: 'user_nobody',
    })
  })

  it('filters by the whole email address, regardless of case', async () => {
    const { body } = await call('GET', '/user_management/users?email=TOMAS@orchard.example&Email=&unknown=1')
    expect(body.data).toHaveLength(1)
  })
})

describe('PUT /user_management/users/:id', () => {
  it('keeps absent fields, clears null fields and merges metadata', async () => {
    const id = await verifiedUser(caller, 'mira@orchard.example', {
      first_name: 'Mira',
      metadata: { a: '1', b: '2' },
    })
    const { status, body } = await call('PUT', `/user_management/users/${id}`, {
      first_name: null,
      metadata: { b: null, c: '3' },
      email_verified: false,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ first_name: null, metadata: { a: '1', c: '3' }, email_verified: false })
  })

  it('makes a changed email address unverified', async () => {
    const id = await verifiedUser(caller, 'old@orchard.example')
    const { body } = await call('PUT', `/user_management/users/${id}`, { email: 'renamed@orchard.example' })
    expect(body).toMatchObject({ email: 'renamed@orchard.example', email_verified: false })
  })
})

describe('DELETE /user_management/users/:id', () => {
  it('responds with 200 without a body or a content type', async () => {
    const id = await verifiedUser(caller, 'gone@orchard.example')
    const { status, body, headers } = await call('DELETE', `/user_management/users/${id}`)
    expect({ status, body, type: headers.get('content-type') }).toEqual({
      status: 200,
      body: { text: '' },
      type: null,
    })
    expect((await call('GET', `/user_management/users/${id}`)).status).toBe(404)
  })
})

describe('email change', () => {
  it('emails a code to the new address, notifies the old one, and changes on confirmation', async () => {
    const id = await verifiedUser(caller, 'before@orchard.example')
    const path = `/user_management/users/${id}/email_change`
    expect((await call('POST', `${path}/confirm`, { code: '123456' })).body.code).toBe(
      'no_pending_email_change',
    )
    const sent = await call('POST', `${path}/send`, { new_email: 'after@orchard.example' })
    expect(sent).toMatchObject({
      status: 200,
      body: { object: 'email_change', new_email: 'after@orchard.example' },
    })
    const email = await caller.environment.inbox.waitFor({ to: 'after@orchard.example' })
    expect(await emails(caller, { to: 'before@orchard.example', kind: 'email_change' })).toHaveLength(1)
    const confirmed = await call('POST', `${path}/confirm`, { code: email.code })
    expect(confirmed.body).toMatchObject({
      object: 'email_change_confirmation',
      user: { email: 'after@orchard.example' },
    })
  })
})

it('responds with 501 for an operation that is not emulated', async () => {
  const { status, body } = await call('GET', '/vault/v1/kv')
  expect(status).toBe(501)
  expect(body).toMatchObject({ code: 'not_emulated', operation: 'GET /vault/v1/kv' })
})
