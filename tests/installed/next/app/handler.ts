import { type AuthHandler, createAuthHandler, createClient } from '@latchkey/core/server'

let made: AuthHandler | undefined

/** Made at the first request: a build has no environment. */
export function authHandler(): AuthHandler {
  made ??= createAuthHandler({ client: createClient(), appOrigin: process.env.APP_ORIGIN ?? '' })
  return made
}
