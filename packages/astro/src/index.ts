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
      /** The session of the request, as read by the middleware of Latchkey. */
      auth: Auth
    }
  }
}

/** Options of the integration. Those of the handler are options of `latchkey()` in `@latchkey/astro/server`. */
export interface IntegrationOptions {
  /** The path of the handler's routes: its `basePath`, without the app's `base`. Default `/auth`. */
  basePath?: string
  /**
   * Whether the integration adds the middleware. With `false`, `src/middleware.ts` must contain
   * `export const onRequest = latchkey({ … })` of `@latchkey/astro/server`, with your own options. Default `true`.
   */
  middleware?: boolean
  /**
   * The app's layout, such as `./src/layouts/Layout.astro`. If set, the integration adds the pages of all flows in that layout:
   * `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and `/invite`, except those with a file in `src/pages`.
   * Default: the app has its own pages.
   */
  layout?: string
}

const PAGES = ['sign-in', 'sign-up', 'forgot-password', 'reset-password', 'invite']

/**
 * Adds the middleware, the routes below `/auth`, and the type of `Astro.locals.auth`. In development and in `astro preview` it
 * reads settings from `.env`; existing environment variables take precedence.
 */
export default function latchkey(options: IntegrationOptions = {}): AstroIntegration {
  const { basePath = '/auth', middleware = true, layout } = options
  return {
    name: '@latchkey/astro',
    hooks: {
      'astro:config:setup'({ addMiddleware, command, config, injectRoute, updateConfig }) {
        const settings = new URL('.env', config.root)
        // The settings are not available during a build.
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
            `layout: the file ${layout} does not exist. Set it to the path of a layout, relative to the app's folder.`,
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

/** The file extensions that Astro treats as pages by default. Integrations can add others. */
const PAGE_ENDINGS = ['astro', 'md', 'mdx', 'html', 'ts', 'js'] as const

const hasPage = (sources: URL, page: string) =>
  PAGE_ENDINGS.some((ending) =>
    [`pages/${page}.${ending}`, `pages/${page}/index.${ending}`].some((path) =>
      existsSync(new URL(path, sources)),
    ),
  )
