import { describe, expect, it } from 'vitest'
import { appOrigin, createFixture } from './fixture.ts'

type Fixture = Awaited<ReturnType<typeof createFixture>>

async function post(fixture: Fixture, path: string, fields: Record<string, string>) {
  const response = await fixture.handler.handle(
    new Request(`${appOrigin}/auth${path}`, {
      method: 'POST',
      headers: {
        origin: appOrigin,
        'content-type': 'application/json',
        ...(fields.cookie && { cookie: fields.cookie }),
      },
      body: JSON.stringify(fields),
    }),
  )
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const body = (await response.json()) as { flow?: string; step: { name: string }; error?: object }
  return { status: response.status, cookie, ...body }
}

const identify = (fixture: Fixture, email: string) => post(fixture, '/sign-in/identify', { email })

/** An organization that owns a domain or only claims it, and its connection. */
async function withOrganization(
  fixture: Fixture,
  domain: string,
  state: 'verified' | 'pending' = 'verified',
  hasConnection = true,
) {
  await fixture.client.createOrganization({ name: domain, domainData: [{ domain, state }] })
  if (hasConnection) await fixture.control.seed({ connections: [{ organization: domain }] })
}

describe('the email address first', () => {
  const methods = ['password', 'code', 'sso'] as const

  it('leads to the password step, which lists the other methods of the app', async () => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    const { step } = await identify(fixture, 'nadia@orchard.example')
    expect(step).toEqual({ name: 'password', email: 'nadia@orchard.example', methods })
  })

  it('leads to a code if the app has no passwords', async () => {
    const fixture = await createFixture({ methods: ['code', 'sso'] })
    await using _ = fixture.emulator
    const { step } = await identify(fixture, 'nadia@orchard.example')
    expect(step).toEqual({ name: 'code', email: 'nadia@orchard.example' })
  })

  it('leads to the connection of the organization that owns the domain, for every address in it', async () => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    await withOrganization(fixture, 'orchard.example')
    await fixture.client.createUser({ email: 'nadia@orchard.example', emailVerified: true })
    const known = await identify(fixture, 'nadia@orchard.example')
    const unknown = await identify(fixture, 'other@orchard.example')
    expect(known.step).toMatchObject({ name: 'sso-required', isInferred: true })
    expect(known.step).toMatchObject({ connections: [{ id: expect.stringMatching(/^conn_/) }] })
    expect({ ...unknown.step, email: '' }).toEqual({ ...known.step, email: '' })
  })

  it('lets the user choose another method, and does not lead back to the connection', async () => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    await withOrganization(fixture, 'orchard.example')
    const { flow = '', cookie } = await identify(fixture, 'nadia@orchard.example')
    const next = await post(fixture, '/sign-in/identify', { flow, cookie })
    expect(next.step).toMatchObject({ name: 'password', email: 'nadia@orchard.example' })
  })

  it.each([
    ['a domain that is only claimed', 'pending', true],
    ['an organization without a connection', 'verified', false],
  ] as const)('leads to the password for %s', async (_name, state, hasConnection) => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    await withOrganization(fixture, 'orchard.example', state, hasConnection)
    expect((await identify(fixture, 'nadia@orchard.example')).step.name).toBe('password')
  })

  it('leads to the password for a connection that is not active', async () => {
    const fixture = await createFixture({ methods }, (send) => async (input, init) => {
      const response = await send(input, init)
      if (!new Request(input, init).url.includes('/connections')) return response
      return new Response((await response.text()).replaceAll('"active"', '"inactive"'), response)
    })
    await using _ = fixture.emulator
    await withOrganization(fixture, 'orchard.example')
    expect((await identify(fixture, 'nadia@orchard.example')).step.name).toBe('password')
  })

  it('leads to the password while the API cannot look up domains', async () => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    await fixture.control.addFault({
      path: '/organizations',
      respond: { status: 403, body: { message: 'no' } },
    })
    expect((await identify(fixture, 'nadia@orchard.example')).step.name).toBe('password')
  })

  it('names the field of an invalid email address', async () => {
    const fixture = await createFixture({ methods })
    await using _ = fixture.emulator
    const { status, error } = await identify(fixture, 'nadia')
    expect([status, error]).toEqual([400, { code: 'email_invalid', field: 'email' }])
  })

  it('requires another method if the app offers none for the email address', async () => {
    const fixture = await createFixture({ methods: ['sso'] })
    await using _ = fixture.emulator
    const { error } = await identify(fixture, 'nadia@orchard.example')
    expect(error).toMatchObject({ code: 'authentication_method_not_allowed' })
  })
})
