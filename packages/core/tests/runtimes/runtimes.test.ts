import { createEmulator } from '@latchkey/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from '../../../../scripts/check-built.mjs'
import { handlerDriver } from '../../src/testing.ts'
import { createDeployedHandler, type Deployment } from './handler.ts'
import { type Runtime, startEdgeFunction, startWorker } from './runtime.ts'

beforeAll(() => requireBuilt('core'))

const email = 'nadia@orchard.example'
const password = 'lantern-quartz-meadow-42'

describe.each([
  ['workerd', startWorker],
  ['an edge VM', startEdgeFunction],
])('the built handler in %s', (_name, start) => {
  let emulator: Awaited<ReturnType<typeof createEmulator>>
  let deployment: Deployment
  let runtime: Runtime

  beforeAll(async () => {
    emulator = await createEmulator({ port: 0 })
    const { apiKey, clientId } = emulator.default
    const appOrigin = 'https://app.example.com'
    const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
    deployment = { apiKey, clientId, baseUrl: emulator.url, appOrigin, cookieSecret }
    runtime = await start(deployment)
    await emulator.fetch(`${emulator.url}/user_management/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, email_verified: true }),
    })
  }, 30_000)

  afterAll(async () => {
    await runtime?.stop()
    await emulator?.close()
  })

  const onNode = () => handlerDriver({ handler: createDeployedHandler(deployment), mode: 'json' })
  const onRuntime = () => {
    const handler = { ...createDeployedHandler(deployment), handle: runtime.handle }
    return handlerDriver({ handler, mode: 'json' })
  }

  async function signIn(driver: ReturnType<typeof onNode>) {
    await driver.open('sign-in')
    await driver.act('password', { email, password })
    return driver
  }

  it('has only Web Crypto', async () => {
    expect(await runtime.hasNode()).toBe(false)
  })

  it('signs in, returns the user, and signs out', async () => {
    const driver = await signIn(onRuntime())
    expect(await driver.step()).toBe('complete')
    expect(await driver.signedInAs()).toBe(email)
    await driver.signOut()
    expect(await driver.signedInAs()).toBeUndefined()
  })

  it('refuses a wrong password and a request from another origin', async () => {
    const driver = onRuntime()
    await driver.open('sign-in')
    await driver.act('password', { email, password: 'not-the-password' })
    expect(await driver.errorCode()).toBe('invalid_credentials')
    const foreign = new Request(`${deployment.appOrigin}/auth/sign-out`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    })
    expect((await runtime.handle(foreign)).status).toBe(403)
  })

  it('opens a session that was sealed in Node', async () => {
    const node = await signIn(onNode())
    const there = onRuntime()
    for (const name of node.jar.names()) there.jar.set(name, node.jar.get(name) ?? '')
    expect(await there.signedInAs()).toBe(email)
  })

  it('seals a session that can be opened in Node', async () => {
    const there = await signIn(onRuntime())
    const node = onNode()
    for (const name of there.jar.names()) node.jar.set(name, there.jar.get(name) ?? '')
    expect(await node.signedInAs()).toBe(email)
  })

  it('treats a damaged cookie as no session', async () => {
    const there = await signIn(onRuntime())
    const name = there.jar.names().find((one) => one.endsWith('session')) ?? ''
    const sealed = there.jar.get(name) ?? ''
    there.jar.set(name, `${sealed.slice(0, -4)}${sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`)
    expect(await there.signedInAs()).toBeUndefined()
  })
})
