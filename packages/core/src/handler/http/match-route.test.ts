import { describe, expect, it } from 'vitest'
import type { Route } from '../route/route.ts'
import { allowedMethods, matchRoute } from './match-route.ts'

const route = (): Route => async () => ({ body: null })

const routes = new Map<string, Route>(
  ['GET /me', 'PATCH /me', 'POST /sign-out', 'GET /sessions', 'DELETE /sessions/:id'].map((name) => [
    name,
    route(),
  ]),
)

const found = (method: string, path: string) => {
  const match = matchRoute(routes, method, path)
  if (typeof match !== 'object') return match
  const name = [...routes].find(([, one]) => one === match.route)?.[0]
  return match.id === '' ? name : `${name} ${match.id}`
}

describe('the route of a request', () => {
  it.each([
    ['GET', '/me', 'GET /me'],
    ['GET', '/me/', 'GET /me'],
    ['PATCH', '/me', 'PATCH /me'],
    ['GET', '/sessions', 'GET /sessions'],
    ['DELETE', '/sessions/session_01-A', 'DELETE /sessions/:id session_01-A'],
    ['DELETE', '/sessions/s/', 'DELETE /sessions/:id s'],
    ['DELETE', `/sessions/${'x'.repeat(256)}`, `DELETE /sessions/:id ${'x'.repeat(256)}`],
  ])('is found by its exact method and path: %s %s', (method, path, name) => {
    expect(found(method, path)).toBe(name)
  })

  it.each([
    ['POST', '/me'],
    ['HEAD', '/me'],
    ['GET', '/sign-out'],
    ['DELETE', '/sessions'],
    ['GET', '/sessions/session_1'],
  ])('is refused for another method: %s %s', (method, path) => {
    expect(found(method, path)).toBe('other-method')
  })

  it.each([
    ['GET', ''],
    ['GET', '/'],
    ['GET', 'me'],
    ['GET', '//me'],
    ['GET', '/me//'],
    ['GET', '/ME'],
    ['GET', '/%6de'],
    ['GET', '/me/x'],
    ['GET', '/:id'],
    ['DELETE', '/sessions/'.padEnd(10 + 257, 'x')],
    ['DELETE', '/sessions/a.b'],
    ['DELETE', '/sessions/a%2fb'],
    ['DELETE', '/sessions/a b'],
    ['DELETE', '/sessions/:id'],
    ['DELETE', '/sessions/..'],
    ['DELETE', '/sessions/x/y'],
  ])('does not exist for another spelling: %s %s', (method, path) => {
    expect(found(method, path)).toBeUndefined()
  })
})

describe('the methods that a path accepts', () => {
  it.each([
    ['/me', ['GET', 'HEAD', 'PATCH']],
    ['/me/', ['GET', 'HEAD', 'PATCH']],
    ['/sign-out', ['POST']],
    ['/sessions/session_1', ['DELETE']],
    ['/sessions', ['GET', 'HEAD']],
    ['/nothing', []],
  ])('are named for %s', (path, methods) => {
    expect(allowedMethods(routes, path)).toEqual(methods)
  })
})
