import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import * as onExpress from '../src/express.ts'
import * as onFastify from '../src/fastify.ts'
import * as onHono from '../src/hono.ts'
import { createFixture, type Fixture, serve } from './fixture.ts'

type App = (fixture: Fixture) => Promise<RequestListener>

/** Apps with the organization in the path, and routers that ignore as much of a path as they can. */
const apps: Record<string, App> = {
  async 'Express 5'({ handler }) {
    const app = express()
    app.use(onExpress.latchkey({ handler }))
    for (const path of ['/o/:id', '/o/:id/*rest'])
      app.get(path, onExpress.requireOrganization(), (req, res) => {
        res.json({ path: req.params.id, guard: onExpress.requireOrganization(req).organizationId })
      })
    return app
  },
  async 'Fastify 5'({ handler }) {
    const app = fastify({
      routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    })
    await app.register(onFastify.latchkey, { handler })
    for (const path of ['/o/:id', '/o/:id/*'])
      app.get(path, { preHandler: onFastify.requireOrganization() }, async (request) => {
        const { id } = request.params as { id: string }
        return { path: id, guard: onFastify.requireOrganization(request).organizationId }
      })
    await app.ready()
    return (req, res) => app.routing(req, res)
  },
  async 'Hono 4'({ handler }) {
    const app = new Hono({ strict: false })
    app.use(onHono.latchkey({ handler, addressOf: () => '127.0.0.1' }))
    for (const path of ['/o/:id', '/o/:id/*'] as const)
      app.get(path, onHono.requireOrganization(), (c) =>
        c.json({ path: c.req.param('id'), guard: onHono.requireOrganization(c).organizationId }),
      )
    return getRequestListener(app.fetch)
  },
}

/** `A` is an organization of the user's, `B` another one. */
const SPELLINGS = [
  ...['/o/B', '/O/B', '/o/B/', '/O/B/', '//o/B', '/o//B', '/o/B//', '/./o/B', '/o/./B', '/x/../o/B'],
  ...[
    '/o/B/../A',
    '/o/B/..%2FA',
    '/o/B/%2e%2e/A',
    '/o/B/x/../../A',
    '/o/%2e/B',
    '/%6f/B',
    '/%6F/B',
    '/%4f/B',
  ],
  ...[
    '/o/B;/A',
    '/o/B%2F',
    '/o/B%2FA',
    '/o/B%00',
    '/o%2FB',
    '/o\\B',
    '/o/B\\..\\A',
    '/o/B%5c..%5cA',
    '/o/B?/o/A',
  ],
  ...[
    '/o/B#/o/A',
    'http://localhost:3000/o/B',
    'http://A/o/B',
    '/o/B/.',
    '/o/B/..',
    '/o/A/../B',
    '/o/A/../../O/B',
  ],
]

it.each(Object.entries(apps))(
  'P10: %s opens the page of no other organization, however its path is spelled',
  async (_name, app) => {
    await using fixture = await createFixture({
      organizationOf: ({ url }) => /^\/o\/([^/]+)/.exec(new URL(url).pathname)?.[1],
    })
    const { cookie } = await fixture.signIn('nadia@orchard.example', 'admin')
    const { data } = await fixture.client.listOrganizations()
    const own = data[0]?.id ?? ''
    const { id: other } = await fixture.client.createOrganization({ name: 'Other' })
    await using site = await serve(await app(fixture))
    const open = async (path: string, headers = {}) => {
      const response = await site.get(path, { cookie, accept: 'application/json', ...headers })
      const text = await response.text()
      return { status: response.status, ...(text.startsWith('{') && JSON.parse(text)) }
    }
    expect(await open(`/o/${own}`)).toEqual({ status: 200, path: own, guard: own })
    let opened = 0
    for (const spelling of SPELLINGS) {
      for (const headers of [{}, { 'latchkey-organization': own }]) {
        const path = spelling.replaceAll('A', own).replaceAll('B', other)
        const { status, ...found } = await open(path, headers)
        expect([spelling, status < 500]).toEqual([spelling, true])
        // A page of the user's own organization is allowed, and never one for which the guard saw another organization.
        if (status === 200) expect([spelling, found.path]).toEqual([spelling, found.guard])
        if (status === 200) opened += 1
      }
    }
    // The router matches some of them, so the guard has decided.
    expect(opened).toBeLessThan(SPELLINGS.length)
  },
)
