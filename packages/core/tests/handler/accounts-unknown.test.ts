import { describe, expect, it } from 'vitest'
import { PASSWORD } from './signed-in-world.ts'
import { appOrigin, createWorld } from './world.ts'

type Options = NonNullable<Parameters<typeof createWorld>[0]>

/** A world that writes down what it asks of the API until a response is there. */
async function watchedWorld(options: Options = {}) {
  const calls: string[] = []
  const world = await createWorld(options, (send) => async (input, init) => {
    const request = new Request(input, init)
    calls.push(`${request.method} ${new URL(request.url).pathname}`)
    return send(request)
  })
  await world.client.createUser({ email: 'known@orchard.example', password: PASSWORD, emailVerified: true })
  async function post(path: string, fields: Record<string, string>) {
    calls.length = 0
    const request = new Request(`${appOrigin}/auth${path}`, {
      method: 'POST',
      headers: { origin: appOrigin, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
    const response = await world.handler.handle(request)
    const made = [...calls]
    const text = (await response.text()).replaceAll(fields.email ?? '', '')
    const shown = text.replaceAll(/"flow":"[^"]*"/g, '')
    const sizes = response.headers.getSetCookie().map((line) => line.replace(/=.*/s, '').length + line.length)
    await world.handler.settled()
    return { status: response.status, shown, sizes, made }
  }
  return { ...world, post }
}

const KNOWN = 'known@orchard.example'
const UNKNOWN = 'other@orchard.example'

describe('an address with an account and one without', () => {
  const CASES: [string, string, Record<string, string>, Options][] = [
    ['sign-up', '/sign-up/password', { password: 'another-good-password-9' }, {}],
    ['a code', '/sign-in/code/send', {}, {}],
    ['a code where nobody may register', '/sign-in/code/send', {}, { signUp: false }],
    [
      'a code with an invitation that does not exist, where nobody may register',
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
    ['a reset', '/password/forgot', {}, {}],
    ['the address first', '/sign-in/identify', {}, {}],
    ['the address first, with single sign-on', '/sign-in/identify', {}, { methods: ['password', 'sso'] }],
    ['the address first, without passwords', '/sign-in/identify', {}, { methods: ['code', 'sso'] }],
    [
      'the address first, without passwords, where nobody may register',
      '/sign-in/identify',
      {},
      { methods: ['code'], signUp: false },
    ],
    ['a wrong password', '/sign-in/password', { password: 'wrong-password-1' }, {}],
  ]

  it.each(CASES)(
    'S-11, N1: get the same response after the same calls: %s',
    async (_name, path, fields, options) => {
      const world = await watchedWorld(options)
      await using _ = world.emulator
      const known = await world.post(path, { ...fields, email: KNOWN })
      const unknown = await world.post(path, { ...fields, email: UNKNOWN })
      expect(known).toEqual(unknown)
      expect(known.status).toBeLessThan(500)
    },
  )

  it('N1: a code goes to no address by an invitation of another one', async () => {
    const world = await watchedWorld({ signUp: false })
    await using _ = world.emulator
    const { token: invitationToken } = await world.client.sendInvitation({ email: 'guest@orchard.example' })
    const fields = { invitationToken, kind: 'invitation' }
    const known = await world.post('/sign-in/code/send', { ...fields, email: KNOWN })
    expect(known).toEqual(await world.post('/sign-in/code/send', { ...fields, email: UNKNOWN }))
    const invited = await world.post('/sign-in/code/send', { ...fields, email: 'guest@orchard.example' })
    expect(invited.status).toBe(200)
  })

  it('S-11: the owner still gets the code, by an email that the response does not wait for', async () => {
    const world = await watchedWorld({ signUp: false })
    await using _ = world.emulator
    const { made } = await world.post('/sign-in/code/send', { email: KNOWN })
    expect(made).toEqual(['GET /user_management/users'])
    const kinds = async (to: string) =>
      (await world.emulator.default.inbox.list({ to })).map(({ kind }) => kind)
    expect(await kinds(KNOWN)).toEqual(['magic_auth'])
    await world.post('/sign-in/code/send', { email: UNKNOWN })
    expect(await kinds(UNKNOWN)).toEqual([])
  })

  it('S-11: may ask for the email again equally often after a sign-up', async () => {
    const world = await watchedWorld()
    await using _ = world.emulator
    const counts: number[] = []
    for (const email of [KNOWN, UNKNOWN]) {
      const driver = world.driver()
      await driver.open('sign-up')
      await driver.act('sign-up', { email, password: 'another-good-password-9' })
      let count = 0
      for (; count < 6; count += 1) {
        await driver.act('resend')
        await world.handler.settled()
        if ((await driver.errorCode()) !== undefined) break
      }
      counts.push(count)
    }
    expect(counts).toEqual([2, 2])
  })
})
