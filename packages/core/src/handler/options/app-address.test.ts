import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { readAppAddress, readTrustedOrigin } from './app-address.ts'

const origin = 'https://app.example.com'
const read = (options: Partial<Parameters<typeof readAppAddress>[0]> = {}) =>
  readAppAddress({ appOrigin: origin, ...options })

const failureOf = (make: () => unknown): ConfigError => {
  try {
    make()
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('Expected a ConfigError.')
}

describe('BUG-08: the URL of the app', () => {
  it('has no path by default', () => {
    const address = read()
    expect(address.origin.href).toBe(`${origin}/`)
    expect(address).toMatchObject({ appPath: '', basePath: '/auth' })
    expect(address.pages).toMatchObject({ signIn: '/sign-in', signUp: '/sign-up', invitation: '/invite' })
  })

  it.each([
    ['in appOrigin', { appOrigin: `${origin}/docs` }],
    ['in appOrigin with a trailing slash', { appOrigin: `${origin}/docs/` }],
    ['in appPath', { appPath: '/docs' }],
    ['in appPath with a trailing slash', { appPath: '/docs/' }],
    ['in both', { appOrigin: `${origin}/docs`, appPath: '/docs' }],
    ['next to empty options', { appOrigin: `${origin}/docs`, appPath: '', basePath: '', mountPath: '' }],
  ])('prepends the path %s to every URL', (_name, options) => {
    const address = read({ ...options, pages: { signUp: '/join', device: '' } })
    expect(address.origin.href).toBe(`${origin}/`)
    expect(address).toMatchObject({ appPath: '/docs', basePath: '/docs/auth' })
    expect(address.pages).toEqual({
      signIn: '/docs/sign-in',
      signUp: '/docs/join',
      forgotPassword: '/docs/forgot-password',
      resetPassword: '/docs/reset-password',
      invitation: '/docs/invite',
      device: '/docs/device',
    })
    expect(address.publicPath('/')).toBe('/docs/')
  })

  it.each([
    ['/account', '/docs/account'],
    ['/docs', '/docs'],
    ['/docs/account', '/docs/account'],
    ['/docsify', '/docs/docsify'],
    ['https://other.example/x', 'https://other.example/x'],
    ['//other.example', '//other.example'],
  ])('treats the path %s as %s', (path, expected) => {
    expect(read({ appPath: '/docs' }).publicPath(path)).toBe(expected)
  })

  it('never adds a path twice', () => {
    expect(read({ appPath: '/docs', basePath: '/docs/auth' }).basePath).toBe('/docs/auth')
    expect(read({ appPath: '/auth' })).toMatchObject({
      basePath: '/auth/auth',
      pages: { signIn: '/auth/sign-in' },
    })
    expect(read({ appPath: '/sign-in' }).pages.signIn).toBe('/sign-in/sign-in')
  })

  it.each([
    ['/docs/auth/session', '/session'],
    ['/auth/session', '/session'],
    ['/auth/session/', '/session/'],
    ['/session', undefined],
    ['/docs/auth', undefined],
    ['/docs/session', undefined],
    ['/docs//auth/session', undefined],
    ['//auth/session', undefined],
    ['//docs/auth/session', undefined],
    ['/docs/authsession', undefined],
    ['/x/docs/auth/session', undefined],
    ['/DOCS/auth/session', undefined],
  ])('maps the path %s to the route %s', (path, route) => {
    expect(read({ appPath: '/docs' }).routePath(path)).toBe(route)
    expect(read({ basePath: '/docs/auth' }).routePath(path)).toBe(route)
  })

  it.each([
    ['/', '/session', '/auth/session'],
    ['/inner', '/inner/session', '/auth/session'],
    ['/app1/auth', '/app1/auth/session', '/auth/session'],
  ])('finds routes only under mountPath %s and the public path', (mountPath, inside, outside) => {
    const { routePath, basePath } = read({ appPath: '/docs', mountPath })
    expect(basePath).toBe('/docs/auth')
    expect(routePath(inside)).toBe('/session')
    expect(routePath('/docs/auth/session')).toBe('/session')
    // Every path is under `/`, so the public path is read as the path of a route. No such route exists.
    expect(routePath(outside)).toBe(mountPath === '/' ? outside : undefined)
  })

  it.each([
    ['appOrigin', { appOrigin: `${origin}/docs?x` }],
    ['appOrigin', { appOrigin: `${origin}/docs#x` }],
    ['appOrigin', { appOrigin: `${origin}//docs` }],
    ['appOrigin', { appOrigin: `${origin}/d%20ocs` }],
    ['appOrigin', { appOrigin: 'https://user@app.example.com/docs' }],
    ['appOrigin', { appOrigin: 'http://app.example.com/docs' }],
    ['appOrigin', { appOrigin: 'http://localhost.evil.example' }],
    ['appOrigin', { appOrigin: 'http://evillocalhost' }],
    ['appOrigin', { appOrigin: 'http://127.0.0.1.evil.example' }],
    ['appOrigin', { appOrigin: 'ftp://localhost' }],
    ['appOrigin', { appOrigin: 'localhost:3000' }],
    ['appOrigin', { appOrigin: 'app.example.com' }],
    ['appPath', { appOrigin: `${origin}/docs`, appPath: '/blog' }],
    ['appPath', { appPath: 'docs' }],
    ['appPath', { appPath: '/docs/../x' }],
    ['appPath', { appPath: '/docs?x' }],
    ['appPath', { appPath: 'https://app.example.com/docs' }],
    ['appPath', { appOrigin: `${origin}/docs`, appPath: '/' }],
    ['basePath', { basePath: '/auth/..' }],
    ['basePath', { basePath: 'auth' }],
    ['basePath', { basePath: '/' }],
    ['basePath', { basePath: '//auth' }],
    ['basePath', { basePath: '/./auth' }],
    ['mountPath', { mountPath: '/auth//' }],
    ['mountPath', { mountPath: '/auth/*' }],
  ])('refuses an invalid %s: %j', (option, options) => {
    const failure = failureOf(() => read(options))
    expect(failure.option).toBe(option)
    expect(failure.code).toBe(option === 'appOrigin' ? 'app_origin_invalid' : 'option_invalid')
    expect(failure.message).toContain(option)
  })
})

describe('the origin of an app', () => {
  it.each(['localhost', '127.0.0.1', '127.10.20.30', '[::1]', 'app.localhost', 'my.app.localhost'])(
    'can use http on %s',
    (host) => expect(read({ appOrigin: `http://${host}:3000` }).origin.host).toBe(`${host}:3000`),
  )

  it('is refused with both paths in the error if appOrigin and appPath differ', () => {
    const { message } = failureOf(() => read({ appOrigin: `${origin}/docs`, appPath: '/blog' }))
    expect(message).toMatch(/\/docs.*\/blog/)
    expect(failureOf(() => read({ appOrigin: `${origin}/docs`, appPath: '/' })).message).toMatch(
      /appPath is \/\./,
    )
  })
})

describe('a trusted origin', () => {
  it.each(['https://*.example.com', 'https://x.example/path', 'http://x.example', 'x.example', ''])(
    'cannot be %j',
    (value) =>
      expect(failureOf(() => readTrustedOrigin(value))).toMatchObject({
        code: 'option_invalid',
        option: 'trustedOrigins',
        message: expect.stringContaining('trustedOrigins'),
      }),
  )

  it('can be an https origin', () => {
    expect(readTrustedOrigin('https://admin.example.com').origin).toBe('https://admin.example.com')
  })
})
