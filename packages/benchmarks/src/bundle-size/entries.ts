/** What a browser is given, by name: the program an app would write for it. */
export const entries: Record<string, string> = {
  'latchkey: client and session store': `export { createAuthClient } from '@latchkey/core'`,
  'latchkey/react: provider, useAuth, Show': `export { AuthProvider, useAuth, Show } from '@latchkey/react'`,
  'latchkey/react: provider and complete <SignIn>': `export { AuthProvider } from '@latchkey/react'
export { SignIn } from '@latchkey/react/ui'`,
  'latchkey/react: styles.css': `import '@latchkey/react/styles.css'`,
  '@workos-inc/authkit-js createClient': `export { createClient } from '@workos-inc/authkit-js'`,
  'better-auth/client createAuthClient': `export { createAuthClient } from 'better-auth/client'`,
}
