/**
 * The integration: `integrations: [latchkey()]` in `astro.config.mjs`.
 *
 * @module @latchkey/astro
 */

import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import type { Auth } from '@latchkey/core/server'
import type { AstroIntegration } from 'astro'

declare global {
  namespace App {
    interface Locals {
      /** Who sent the request, as the middleware of Latchkey found out. */
      auth: Auth
    }
  }
}

/** Settings of the integration. Those of the handler are options of `latchkey()` in `@latchkey/astro/server`. */
export interface IntegrationOptions {
  /** Where the routes of the handler are: its `basePath`, without the `base` of the app. Default `/auth`. */
  basePath?: string
  /**
   * Whether the integration adds the middleware. With `false`, `src/middleware.ts` has
   * `export const onRequest = latchkey({ … })` of `@latchkey/astro/server`, with options of your own. Default `true`.
   */
  middleware?: boolean
}

/**
 * Adds the middleware, the routes below `/auth`, and the type of `Astro.locals.auth`. In development and in `astro preview`
 * it reads the settings from `.env`; what the environment has already counts more.
 */
export default function latchkey(options: IntegrationOptions = {}): AstroIntegration {
  const { basePath = '/auth', middleware = true } = options
  return {
    name: '@latchkey/astro',
    hooks: {
      'astro:config:setup'({ addMiddleware, command, config, injectRoute }) {
        const settings = new URL('.env', config.root)
        // A build has no settings.
        if (command !== 'build' && existsSync(settings)) loadEnvFile(settings)
        if (middleware) addMiddleware({ order: 'pre', entrypoint: '@latchkey/astro/server' })
        injectRoute({
          pattern: `${basePath}/[...path]`,
          entrypoint: '@latchkey/astro/route',
          prerender: false,
        })
      },
      'astro:config:done'({ injectTypes }) {
        injectTypes({ filename: 'latchkey.d.ts', content: `import '@latchkey/astro'` })
      },
    },
  }
}
