import { resolve } from '$app/paths'

/** Kit's `paths.base`, read while the server starts: during a request Kit's own may be relative to the page. */
export const appBase: string = (resolve as (path: string) => string)('/').replace(/\/$/, '')

/**
 * A path of the app as Kit knows it. A proxy may have taken another front off than Kit's own base (`appPath`).
 *
 * @param path As browsers know it.
 */
export const pathInKit = (path: string, { appPath }: { appPath: string }): string =>
  appBase + path.slice(appPath.length)

/** A path of the app as browsers know it, from one that Kit knows. */
export const publicPath = (path: string, { appPath }: { appPath: string }): string =>
  appPath + path.slice(appBase.length)
