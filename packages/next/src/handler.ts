import { type AdapterOptions, mountedHandler } from '@latchkey/core/server'

/** Settings of {@link latchkey}. */
export type LatchkeyOptions = AdapterOptions

/** The handler of an app, made at its first use: a build has no settings. */
export type HandlerOf = ReturnType<typeof mountedHandler>

export const createHandlerOf = (options: LatchkeyOptions): HandlerOf =>
  // Next puts its `basePath` in place of this name while it builds.
  mountedHandler({ appPath: process.env.__NEXT_ROUTER_BASEPATH || undefined, ...options })
