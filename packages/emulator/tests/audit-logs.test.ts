import { afterAll, describe, expect, it } from 'vitest'
import { organization, start, walk } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
afterAll(() => emulator.close())

const SCHEMAS = '/audit_logs/actions/doc.opened/schemas'
const number = { type: 'object', properties: { pages: { type: 'number' } }, required: ['pages'] }
const at = (minutes: number) => new Date(environment.clock.now().getTime() + minutes * 60_000).toISOString()
const event = (fields: object = {}) => ({
  action: 'doc.opened',
  occurred_at: at(0),
  actor: { id: 'user_1', type: 'user', name: 'Ada' },
  targets: [{ id: 'doc_1', type: 'doc', metadata: { pages: 3 } }],
  context: { location: '127.0.0.1' },
  ...fields,
})

async function exported(organization_id: string, filter: object = {}): Promise<string> {
  const made = await call('POST', '/audit_logs/exports', {
    organization_id,
    range_start: at(-60 * 24 * 400),
    range_end: at(60),
    ...filter,
  })
  expect(made).toMatchObject({ status: 201, body: { state: 'pending', url: null } })
  const { body } = await call('GET', `/audit_logs/exports/${made.body.id}`)
  expect(body.state).toBe('ready')
  const file = await emulator.fetch(body.url)
  expect(file.headers.get('content-type')).toContain('text/csv')
  return file.text()
}

it('an action has versions of its schema', async () => {
  const content = { targets: [{ type: 'doc', metadata: number }] }
  expect(await call('POST', SCHEMAS, content)).toMatchObject({
    status: 201,
    body: { version: 1, ...content },
  })
  const both = await Promise.all([call('POST', SCHEMAS, content), call('POST', SCHEMAS, content)])
  expect(both.map(({ body }) => body.version).sort()).toEqual([2, 3])
  expect((await walk(caller, SCHEMAS, 2)).map(({ version }) => version).sort()).toEqual([1, 2, 3])
  const { body } = await call('GET', '/audit_logs/actions')
  expect(body.data).toMatchObject([
    { object: 'audit_log_action', name: 'doc.opened', schema: { version: 3 } },
  ])
  expect((await call('GET', '/audit_logs/actions/none/schemas')).status).toBe(404)
})

describe('an event', () => {
  it('is exported, and can be found by its content', async () => {
    const organization_id = await organization(caller, 'Logs')
    expect((await call('GET', `/organizations/${organization_id}/audit_log_configuration`)).body).toEqual({
      organization_id,
      retention_period_in_days: 365,
      state: 'inactive',
    })
    await call('POST', '/audit_logs/events', { organization_id, event: event() })
    const other = event({ actor: { id: 'user_2', type: 'user', name: '=cmd|"x",y' } })
    expect(await call('POST', '/audit_logs/events', { organization_id, event: other })).toMatchObject({
      status: 200,
      body: { success: true },
    })
    const all = await exported(organization_id)
    expect(all.split('\r\n')).toHaveLength(4)
    expect(all).toContain(`"'=cmd|""x"",y"`)
    expect((await exported(organization_id, { actor_ids: ['user_1'] })).split('\r\n')).toHaveLength(3)
    expect((await exported(organization_id, { actors: ['Ada'] })).split('\r\n')).toHaveLength(3)
    expect((await exported(organization_id, { actor_names: ['Ada'] })).split('\r\n')).toHaveLength(3)
    expect((await exported(organization_id, { actions: ['other'] })).split('\r\n')).toHaveLength(2)
    expect((await exported(organization_id, { targets: ['doc'] })).split('\r\n')).toHaveLength(4)
    expect((await exported(organization_id, { range_start: at(1) })).split('\r\n')).toHaveLength(2)
    expect((await exported(await organization(caller, 'Others'))).split('\r\n')).toHaveLength(2)
    expect((await call('GET', `/organizations/${organization_id}/audit_log_configuration`)).body.state).toBe(
      'active',
    )
  })

  it.each([
    [{ action: 'doc.closed' }, 'action'],
    [{ version: 9 }, 'version'],
    [{ targets: [{ id: 'x', type: 'team' }] }, 'targets.0.type'],
    [{ targets: [{ id: 'x', type: 'doc', metadata: { pages: 'three' } }] }, 'targets.0.metadata.pages'],
    [{ targets: [{ id: 'x', type: 'doc' }] }, 'targets.0.metadata.pages'],
  ])('with %j is refused with an error that names %s', async (fields, field) => {
    const organization_id = await organization(caller, 'Refuses')
    const { status, body } = await call('POST', '/audit_logs/events', {
      organization_id,
      event: event(fields),
    })
    expect({ status, code: body.code, field: body.errors?.[0]?.field }).toEqual({
      status: 400,
      code: 'invalid_audit_log',
      field,
    })
  })

  it('is retained for the retention period of the organization', async () => {
    const organization_id = await organization(caller, 'Short')
    const path = `/organizations/${organization_id}/audit_logs_retention`
    expect((await call('GET', path)).body).toEqual({ retention_period_in_days: null })
    const old = event({ occurred_at: at(-60 * 24 * 40) })
    await call('POST', '/audit_logs/events', { organization_id, event: old })
    expect((await exported(organization_id)).split('\r\n')).toHaveLength(3)
    expect((await call('PUT', path, { retention_period_in_days: 30 })).body).toEqual({
      retention_period_in_days: 30,
    })
    expect((await call('GET', path)).body).toEqual({ retention_period_in_days: 30 })
    expect((await exported(organization_id)).split('\r\n')).toHaveLength(2)
    expect((await call('PUT', path, { retention_period_in_days: 0 })).status).toBe(422)
    const period = async (retention_period: string) => (await call('PUT', path, { retention_period })).body
    expect(await period('11_MONTHS')).toEqual({ retention_period_in_days: 330 })
    expect(await period('10_YEARS')).toEqual({ retention_period_in_days: 3650 })
    expect((await call('PUT', path, { retention_period: '12_MONTHS' })).status).toBe(422)
    expect((await call('PUT', path, {})).status).toBe(422)
  })
})

it('an export requires its token, and expires', async () => {
  const organization_id = await organization(caller, 'Files')
  const range = { range_start: at(-1), range_end: at(1) }
  const { body: made } = await call('POST', '/audit_logs/exports', { organization_id, ...range })
  const path = `/audit_logs/exports/${made.id}`
  const { url } = (await call('GET', path)).body
  expect((await emulator.fetch(`${url}x`)).status).toBe(404)
  await environment.clock.advance({ minutes: 10 })
  expect((await call('GET', path)).body).toMatchObject({ state: 'expired', url: null })
  expect((await emulator.fetch(url)).status).toBe(404)
  const turned = { range_start: range.range_end, range_end: range.range_start }
  expect(await call('POST', '/audit_logs/exports', { organization_id, ...turned })).toMatchObject({
    status: 400,
    body: { message: 'Invalid date range: range_start must be before range_end.' },
  })
  expect((await call('GET', '/audit_logs/exports/none')).status).toBe(404)
})
