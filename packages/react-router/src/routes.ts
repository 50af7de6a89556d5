/**
 * The routes that every app has, for `app/routes.ts`: `export default [index('routes/home.tsx'), ...authRoutes()]`.
 *
 * @module @latchkey/react-router/routes
 */

import { fileURLToPath } from 'node:url'

/** A route, as React Router's `route()` creates it. */
export interface AuthRoute {
  id: string
  path: string
  file: string
}

const PAGES = ['sign-in', 'sign-up', 'forgot-password', 'reset-password', 'invite'] as const

/** A page of {@link authRoutes}, by its path. */
export type AuthPage = (typeof PAGES)[number]

/**
 * The routes of the handler below `/auth`, and the pages of all flows: `/sign-in`, `/sign-up`, `/forgot-password`,
 * `/reset-password` and `/invite`. The pages are rendered in the layout of the root route, or in that of a surrounding
 * `layout()`.
 *
 * @param options `without` lists pages for which the app has its own routes, such as `['sign-in']`.
 */
export function authRoutes({ without = [] }: { without?: readonly AuthPage[] } = {}): AuthRoute[] {
  const pages = PAGES.filter((page) => !without.includes(page))
  return [route('auth/*', 'auth'), ...pages.map((page) => route(page, page))]
}

// Not `.js`: Vite appends a version to the names of such modules in packages, and the router then does not recognize them as
// routes.
const route = (path: string, name: string): AuthRoute => ({
  id: `@latchkey/react-router/${name}`,
  path,
  file: fileURLToPath(new URL(`../routes/${name}.jsx`, import.meta.url)),
})
