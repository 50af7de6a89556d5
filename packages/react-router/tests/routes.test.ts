import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authRoutes } from '../src/routes.ts'
import { latchkey } from '../src/vite.ts'

describe('authRoutes()', () => {
  it('returns the routes of the handler and the pages of all flows, each with a file in the package', () => {
    const routes = authRoutes()
    expect(routes.map(({ path }) => path)).toEqual([
      'auth/*',
      'sign-in',
      'sign-up',
      'forgot-password',
      'reset-password',
      'invite',
    ])
    expect(routes.filter(({ file }) => !existsSync(file))).toEqual([])
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length)
  })

  it('omits pages that the app already has', () => {
    const paths = authRoutes({ without: ['sign-in', 'invite'] }).map(({ path }) => path)
    expect(paths).toEqual(['auth/*', 'sign-up', 'forgot-password', 'reset-password'])
  })

  it('returns files that import only from the package, so that the middleware’s state exists once', () => {
    for (const { file } of authRoutes())
      expect(readFileSync(file, 'utf8')).not.toMatch(/from '(?!@latchkey\/react-router\/)/)
  })
})

it('the Vite plugin prepares entries that exist', () => {
  const { include } = latchkey().config().optimizeDeps
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const own = include.filter((name) => name.startsWith('@latchkey/react-router'))
  for (const name of own) expect(exports).toHaveProperty([`.${name.slice('@latchkey/react-router'.length)}`])
})
