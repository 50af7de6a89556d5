import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import * as onExpress from '../src/express.ts'
import * as onFastify from '../src/fastify.ts'
import * as onHono from '../src/hono.ts'
import { toNodeHandler } from '../src/index.ts'
import { type AuthHandler, browser, createFixture, form, json, serve, signInFields } from './fixture.ts'

type App = (handler: AuthHandler) => Promise<RequestListener>

const APPS: Record<string, App> = {
  async Express(handler) {
    const app = express()
    app.use(express.urlencoded({ extended: true }), onExpress.latchkey({ handler, flowPages: true }))
    return app.all('/sign-in', (_req, res) => void res.send('the app')) as unknown as RequestListener
  },
  async Fastify(handler) {
    const app = fastify()
    await app.register(onFastify.latchkey, { handler, flowPages: true })
    app.post('/sign-in', async () => 'the app')
    await app.ready()
    return app.routing as RequestListener
  },
  async Hono(handler) {
    const app = new Hono()
    app.use(onHono.latchkey({ handler, flowPages: true }))
    app.all('/sign-in', (c) => c.text('the app'))
    return getRequestListener(app.fetch)
  },
  async 'node:http'(handler) {
    const mount = toNodeHandler(handler, { flowPages: true })
    return (req, res) => mount(req, res, () => res.end('the app'))
  },
}

describe.each(Object.entries(APPS))('the flow pages on %s', (_name, make) => {
  it('sign a user in without JavaScript', async () => {
    await using fixture = await createFixture()
    await fixture.signIn()
    await using app = await serve(await make(fixture.handler))
    const page = await app.get('/sign-in?returnTo=%2Fprojects', { ...browser, host: 'evil.example' })
    const text = await page.text()
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain('action="/auth/sign-in/password"')
    expect(text).toContain('name="returnTo" value="/projects"')
    expect(text).not.toMatch(/<script|evil/)

    const wrong = new URLSearchParams({ kind: 'sign-in', ...signInFields, password: 'wrong' })
    const refused = await app.post('/auth/sign-in/password', String(wrong), { ...form, ...browser })
    expect(refused.status).toBe(303)
    const cookie = refused.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const again = await app.get(refused.headers.get('location') ?? '', { ...browser, cookie })
    expect(await again.text()).toMatch(/role="alert"/)
    const right = new URLSearchParams({ kind: 'sign-in', returnTo: '/projects', ...signInFields })
    const done = await app.post('/auth/sign-in/password', String(right), { ...form, ...browser })
    expect(done.headers.get('location')).toBe('/projects')
    expect(done.headers.getSetCookie().join()).toContain('-session=')
  })

  it('redirect a signed-in user to the app, and pass all other requests to it', async () => {
    await using fixture = await createFixture()
    const { cookie } = await fixture.signIn()
    await using app = await serve(await make(fixture.handler))
    const page = await app.get('/sign-in?returnTo=%2F%2Fevil.example', { ...browser, cookie })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/'])
    expect(await (await app.post('/sign-in', '{}', json)).text()).toBe('the app')
    for (const path of ['/sign-in/', '/SIGN-IN', '//sign-in', '/%73ign-in', '/sign-in/x', '/device'])
      expect(await (await app.get(path, browser)).text(), path).not.toContain('action="/auth')
  })
})
