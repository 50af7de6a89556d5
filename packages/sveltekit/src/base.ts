import { resolve } from '$app/paths'

/** Kit's `paths.base`, read while the server starts: during a request, Kit's own value can be relative to the page. */
export const appBase: string = (resolve as (path: string) => string)('/').replace(/\/$/, '')

/**
 * Converts a path from the browser to Kit's form. A proxy may have removed another prefix than Kit's own base (`appPath`).
 *
 * @param path The path in the browser.
 */
export const pathInKit = (path: string, { appPath }: { appPath: string }): string =>
  appBase + path.slice(appPath.length)

/** Converts a path of Kit to the one in the browser. */
export const publicPath = (path: string, { appPath }: { appPath: string }): string =>
  appPath + path.slice(appBase.length)
