import { type AdapterOptions, mountedHandler } from '@latchkey/core/server'

/** Options of {@link latchkey}. */
export type LatchkeyOptions = AdapterOptions

/** Returns the app's handler, created on first use, because the settings are not available during a build. */
export type HandlerOf = ReturnType<typeof mountedHandler>

export const createHandlerOf = (options: LatchkeyOptions): HandlerOf =>
  // Next replaces this name with its `basePath` during the build.
  mountedHandler({ appPath: process.env.__NEXT_ROUTER_BASEPATH || undefined, ...options })
