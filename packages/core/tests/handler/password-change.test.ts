import { describe, expect, it, vi } from 'vitest'
import { createFixture } from './fixture.ts'

const OLD = 'lantern-quartz-meadow-42'
const NEW = 'harbor-orchard-violet-88'
const email = 'nadia@orchard.example'

describe('a password change', () => {
  it('succeeds while the other sessions cannot be ended, and ends them as soon as they can', async () => {
    let failures = 0
    const fixture = await createFixture({}, (send) => (input, init) => {
      const request = new Request(input, init)
      const isList = request.method === 'GET' && /\/users\/[^/]+\/sessions/.test(request.url)
      if (!isList || failures <= 0) return send(request)
      failures -= 1
      return Promise.resolve(Response.json({ code: 'server_error', message: 'down' }, { status: 503 }))
    })
    await using _ = fixture.emulator
    await fixture.client.createUser({ email, password: OLD, emailVerified: true })
    const [own, other] = [fixture.driver(), fixture.driver()]
    for (const driver of [own, other]) {
      await driver.open('sign-in')
      await driver.act('password', { email, password: OLD })
    }
    failures = 1
    const response = await own.send('POST', '/me/password', { currentPassword: OLD, newPassword: NEW })
    expect(response.status).toBe(200)
    await vi.waitFor(async () => expect(await other.signedInAs()).toBeUndefined())
    expect(await own.signedInAs()).toBe(email)
  })
})
