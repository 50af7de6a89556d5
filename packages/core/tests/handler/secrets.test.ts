import { describe, expect, it } from 'vitest'
import { cookieSecret, createFixture } from './fixture.ts'

const PASSWORDS = ['lantern-quartz-meadow-42', 'harbour-violet-canyon-77']

/** An error response that repeats the entire request, as servers in debug mode do. */
const repeating = (request: Request, body: string) =>
  Response.json(
    {
      code: 'invalid_credentials',
      message: `${request.url} ${[...request.headers].join()} ${body}`,
      errors: [body],
    },
    { status: 400, headers: { 'x-request-id': 'request_1' } },
  )

describe('events, console lines and responses', () => {
  it('contain no secret, whatever the API repeats and whatever fails', { timeout: 60_000 }, async () => {
    const reported: string[] = []
    const secrets = new Set<string>([...PASSWORDS, cookieSecret])
    const failing: { how?: (request: Request, body: string) => Response } = {}
    const options: Parameters<typeof createFixture>[0] = {
      onEvent: (event) => void reported.push(JSON.stringify(event)),
      log: (line) => void reported.push(line),
      sendEmail: async (email) => {
        throw new Error(JSON.stringify(email))
      },
    }
    const fixture = await createFixture(options, (send) => async (input, init) => {
      const request = new Request(input, init)
      return failing.how ? failing.how(request, await request.clone().text()) : send(request)
    })
    await using _ = fixture.emulator
    secrets.add(fixture.emulator.default.apiKey)
    const { emulator } = fixture
    const driver = fixture.driver()
    const email = 'nadia@orchard.example'
    await fixture.client.createUser({ email, password: PASSWORDS[0], emailVerified: true })
    await driver.open('sign-in')
    await driver.act('password', { email, password: PASSWORDS[0] ?? '' })
    for (const [, value = ''] of (driver.jar.header() ?? '').split('; ').map((one) => one.split('=')))
      if (value.length > 40) secrets.add(value)

    const enrolled = (await (await driver.send('POST', '/me/factors')).json()) as Record<string, string>
    const shownOnce = [enrolled.secret ?? '']
    const paths: [string, string, Record<string, string>][] = [
      ['POST', '/sign-in/password', { email, password: PASSWORDS[1] ?? '' }],
      ['POST', '/sign-in/code/send', { email }],
      ['POST', '/password/forgot', { email }],
      [
        'POST',
        '/password/reset',
        { token: 'reset-token-which-is-secret-123', newPassword: PASSWORDS[1] ?? '' },
      ],
      ['POST', '/me/password', { currentPassword: PASSWORDS[1] ?? '', newPassword: PASSWORDS[1] ?? '' }],
      ['POST', '/me/email/send', { newEmail: 'new@orchard.example' }],
      ['POST', '/me/email/confirm', { code: '918273' }],
      ['POST', '/me/factors/verify', { factorId: enrolled.factorId ?? '', challengeId: 'c', code: '918273' }],
      ['POST', '/invitation', { token: 'invitation-token-which-is-secret' }],
      ['GET', '/callback?code=code-which-is-secret-12345&state=state-which-is-secret', {}],
      ['GET', '/session', {}],
    ]
    for (const text of ['918273', 'reset-token-which-is-secret-123', 'invitation-token-which-is-secret'])
      secrets.add(text)
    secrets.add('code-which-is-secret-12345')
    const ways = [
      undefined,
      repeating,
      (request: Request) => Response.json({ message: request.url }, { status: 500 }),
      () => new Response('<html>', { status: 200 }),
    ]
    for (const how of ways) {
      failing.how = how
      for (const [method, path, fields] of paths) {
        const response = await driver.send(method, path, method === 'GET' ? undefined : fields)
        reported.push(await response.text(), response.headers.get('location') ?? '')
        await fixture.handler.settled()
      }
      await emulator.default.clock.advance({ seconds: 30 })
    }
    for (const { code, token } of await emulator.default.inbox.list()) {
      if (code) secrets.add(code)
      if (token) secrets.add(token)
    }
    const all = reported.join('\n')
    for (const secret of [...secrets, ...shownOnce])
      expect([secret, all.includes(secret)]).toEqual([secret, false])
    expect(all).toContain('failed')
  })
})
