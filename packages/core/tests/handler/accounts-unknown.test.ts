import { describe, expect, it } from 'vitest'
import { appOrigin, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Options = NonNullable<Parameters<typeof createFixture>[0]>

/** A fixture that records the requests to the API that are sent before the handler responds. */
async function watchedFixture(options: Options = {}) {
  const calls: string[] = []
  const fixture = await createFixture(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    calls.push(`${request.method} ${new URL(request.url).pathname}`)
    return send(request)
  })
  await fixture.client.createUser({ email: 'known@orchard.example', password: PASSWORD, emailVerified: true })
  async function post(path: string, fields: Record<string, string>) {
    calls.length = 0
    const request = new Request(`${appOrigin}/auth${path}`, {
      method: 'POST',
      headers: { origin: appOrigin, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
    const response = await fixture.handler.handle(request)
    const made = [...calls]
    const text = (await response.text()).replaceAll(fields.email ?? '', '')
    const shown = text.replaceAll(/"flow":"[^"]*"/g, '')
    const sizes = response.headers.getSetCookie().map((line) => line.replace(/=.*/s, '').length + line.length)
    await fixture.handler.settled()
    return { status: response.status, shown, sizes, made }
  }
  return { ...fixture, post }
}

const KNOWN = 'known@orchard.example'
const UNKNOWN = 'other@orchard.example'

describe('an email address with an account and one without', () => {
  const CASES: [string, string, Record<string, string>, Options][] = [
    ['sign-up', '/sign-up/password', { password: 'another-good-password-9' }, {}],
    ['a code', '/sign-in/code/send', {}, {}],
    ['a code if sign-ups are closed', '/sign-in/code/send', {}, { signUp: false }],
    [
      'a code with an invitation that does not exist, if sign-ups are closed',
      '/sign-in/code/send',
      { invitationToken: 'nope', kind: 'invitation' },
      { signUp: false },
    ],
    [
      'a code with an invitation that does not exist',
      '/sign-in/code/send',
      { invitationToken: 'nope', kind: 'invitation' },
      {},
    ],
    [
      'sign-up with an invitation that does not exist',
      '/sign-up/password',
      { password: 'another-good-password-9', invitationToken: 'nope', kind: 'invitation' },
      { signUp: false },
    ],
    ['a password reset', '/password/forgot', {}, {}],
    ['the email address first', '/sign-in/identify', {}, {}],
    [
      'the email address first, with single sign-on',
      '/sign-in/identify',
      {},
      { methods: ['password', 'sso'] },
    ],
    ['the email address first, without passwords', '/sign-in/identify', {}, { methods: ['code', 'sso'] }],
    [
      'the email address first, without passwords, if sign-ups are closed',
      '/sign-in/identify',
      {},
      { methods: ['code'], signUp: false },
    ],
    ['a wrong password', '/sign-in/password', { password: 'wrong-password-1' }, {}],
  ]

  it.each(CASES)(
    'S-11, N1: get the same response after the same calls: %s',
    async (_name, path, fields, options) => {
      const fixture = await watchedFixture(options)
      await using _ = fixture.emulator
      const known = await fixture.post(path, { ...fields, email: KNOWN })
      const unknown = await fixture.post(path, { ...fields, email: UNKNOWN })
      expect(known).toEqual(unknown)
      expect(known.status).toBeLessThan(500)
    },
  )

  it('N1: an invitation does not allow a code for a different email address', async () => {
    const fixture = await watchedFixture({ signUp: false })
    await using _ = fixture.emulator
    const { token: invitationToken } = await fixture.client.sendInvitation({ email: 'guest@orchard.example' })
    const fields = { invitationToken, kind: 'invitation' }
    const known = await fixture.post('/sign-in/code/send', { ...fields, email: KNOWN })
    expect(known).toEqual(await fixture.post('/sign-in/code/send', { ...fields, email: UNKNOWN }))
    const invited = await fixture.post('/sign-in/code/send', { ...fields, email: 'guest@orchard.example' })
    expect(invited.status).toBe(200)
  })

  it('S-11: the owner still receives the code, in an email that the response does not wait for', async () => {
    const fixture = await watchedFixture({ signUp: false })
    await using _ = fixture.emulator
    const { made } = await fixture.post('/sign-in/code/send', { email: KNOWN })
    expect(made).toEqual(['GET /user_management/users'])
    const kinds = async (to: string) =>
      (await fixture.emulator.default.inbox.list({ to })).map(({ kind }) => kind)
    expect(await kinds(KNOWN)).toEqual(['magic_auth'])
    await fixture.post('/sign-in/code/send', { email: UNKNOWN })
    expect(await kinds(UNKNOWN)).toEqual([])
  })

  it('S-11: can request the email again equally often after a sign-up', async () => {
    const fixture = await watchedFixture()
    await using _ = fixture.emulator
    const counts: number[] = []
    for (const email of [KNOWN, UNKNOWN]) {
      const driver = fixture.driver()
      await driver.open('sign-up')
      await driver.act('sign-up', { email, password: 'another-good-password-9' })
      let count = 0
      for (; count < 6; count += 1) {
        await driver.act('resend')
        await fixture.handler.settled()
        if ((await driver.errorCode()) !== undefined) break
      }
      counts.push(count)
    }
    expect(counts).toEqual([2, 2])
  })
})
