/**
 * The integration: `integrations: [latchkey()]` in `astro.config.mjs`.
 *
 * @module @latchkey/astro
 */

import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { fileURLToPath } from 'node:url'
import { type Auth, ConfigError } from '@latchkey/core/server'
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
  /**
   * The layout of the app, such as `./src/layouts/Layout.astro`. With it, the integration adds the pages of all flows in that
   * layout: `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and `/invite`, each unless `src/pages` has one of
   * that name. Without it, the app has pages of its own.
   */
  layout?: string
}

const PAGES = ['sign-in', 'sign-up', 'forgot-password', 'reset-password', 'invite']

/**
 * Adds the middleware, the routes below `/auth`, and the type of `Astro.locals.auth`. In development and in `astro preview`
 * it reads the settings from `.env`; what the environment has already counts more.
 */
export default function latchkey(options: IntegrationOptions = {}): AstroIntegration {
  const { basePath = '/auth', middleware = true, layout } = options
  return {
    name: '@latchkey/astro',
    hooks: {
      'astro:config:setup'({ addMiddleware, command, config, injectRoute, updateConfig }) {
        const settings = new URL('.env', config.root)
        // A build has no settings.
        if (command !== 'build' && existsSync(settings)) loadEnvFile(settings)
        if (middleware) addMiddleware({ order: 'pre', entrypoint: '@latchkey/astro/server' })
        injectRoute({
          pattern: `${basePath}/[...path]`,
          entrypoint: '@latchkey/astro/route',
          prerender: false,
        })
        if (layout === undefined) return
        const path = new URL(layout, config.root)
        if (!existsSync(path)) {
          throw new ConfigError(
            'option_invalid',
            `layout: there is no file ${layout}. Set it to the path of a layout, from the folder of the app.`,
          )
        }
        updateConfig({ vite: { resolve: { alias: { '@latchkey/astro/layout': fileURLToPath(path) } } } })
        for (const page of PAGES) {
          if (hasPage(config.srcDir, page)) continue
          injectRoute({
            pattern: `/${page}`,
            entrypoint: `@latchkey/astro/pages/${page}.astro`,
            prerender: false,
          })
        }
      },
      'astro:config:done'({ injectTypes }) {
        injectTypes({ filename: 'latchkey.d.ts', content: `import '@latchkey/astro'` })
      },
    },
  }
}

/** What Astro takes for a page by itself. Integrations bring others. */
const PAGE_ENDINGS = ['astro', 'md', 'mdx', 'html', 'ts', 'js'] as const

const hasPage = (sources: URL, page: string) =>
  PAGE_ENDINGS.some((ending) =>
    [`pages/${page}.${ending}`, `pages/${page}/index.${ending}`].some((path) =>
      existsSync(new URL(path, sources)),
    ),
  )
