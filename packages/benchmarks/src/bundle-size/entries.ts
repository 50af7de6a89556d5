/** Programs for the browser, by name, written as in an app. */
export const entries: Record<string, string> = {
  'latchkey: client and session store': `export { createAuthClient } from '@latchkey/core'`,
  'latchkey/react: provider, useAuth, Show': `export { AuthProvider, useAuth, Show } from '@latchkey/react'`,
  'latchkey/react: provider and complete <SignIn>': `export { AuthProvider } from '@latchkey/react'
export { SignIn } from '@latchkey/react/ui'`,
  'latchkey/react: styles.css': `import '@latchkey/react/styles.css'`,
  '@workos-inc/authkit-js createClient': `export { createClient } from '@workos-inc/authkit-js'`,
  'better-auth/client createAuthClient': `export { createAuthClient } from 'better-auth/client'`,
}

/** Programs for a serverless function or a Worker, by name. */
export const serverEntries: Record<string, string> = {
  'latchkey: createApi, getUser': `export { createApi, getUser } from '@latchkey/core/api'`,
  'latchkey: createClient': `export { createClient } from '@latchkey/core/api'`,
  'latchkey: createWebhookVerifier': `export { createWebhookVerifier } from '@latchkey/core/api'`,
  'latchkey: createAuthHandler': `export { createAuthHandler } from '@latchkey/core/server'`,
  '@workos-inc/node WorkOS': `export { WorkOS } from '@workos-inc/node'`,
}
