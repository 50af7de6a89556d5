import type { Brand } from '@latchkey/core/brand'
import type { AuthHandlerOptions } from '@latchkey/core/server'
import type { GuardOptions } from './guard-options.ts'

/** Options of {@link latchkey}: those of the auth handler, and those specific to Kit. All have defaults. */
export interface LatchkeyOptions extends AuthHandlerOptions {
  /**
   * The app's name, logo, colors and links, for the components and the page's icon. The colors are a style sheet on this
   * origin, `brand.css` below `basePath`, which the hook links in every page.
   */
  brand?: Brand
  /** The rules that decide who can open which route. Default: everything is public, and pages guard themselves. */
  guard?: GuardOptions
  /** The page to which guards redirect users without an active organization. Default: they get status 403. */
  organizationPath?: string
}

/** Spread into `defineEnvVars()` of `src/env.ts`, for apps that read their settings from `$app/env/private`. */
export const authEnv = {
  WORKOS_API_KEY: { description: 'Secret key of the environment, sk_…' },
  WORKOS_CLIENT_ID: { description: 'Client ID of the environment, client_…' },
  WORKOS_BASE_URL: {
    description: 'URL of the API, if it is not the default',
    schema: (value?: string) => value,
  },
  LATCHKEY_COOKIE_SECRET: {
    description: 'At least 32 random bytes; to rotate, separate several secrets with commas',
  },
  LATCHKEY_APP_ORIGIN: { description: 'Where the app is served, such as https://app.example.com' },
} satisfies Record<string, { description: string; schema?: (value?: string) => string | undefined }>
