import type { AuthHandler } from '@latchkey/core/server'

/**
 * The requested path, which Next passes only to its proxy, sealed by the proxy: in a request that bypassed the proxy, a visitor
 * could write any path here.
 */
export const PATH_HEADER = 'x-latchkey-path'

/** What the proxy passes to the rest of the app. */
export interface PassedPath {
  /** The path as the browser sees it, with the query. */
  path: string
  /** The app's `basePath`; empty for an app at the root of its origin. */
  basePath: string
}

// Separates the two parts: a request never contains a fragment.
const SEPARATOR = '#'

/** The value of the header. */
export const sealPassedPath = (handler: AuthHandler, { path, basePath }: PassedPath): Promise<string> =>
  handler.sealPath(basePath === '' ? path : path + SEPARATOR + basePath)

/** Reads the header; `undefined` if the proxy did not run. */
export async function openPassedPath(
  handler: AuthHandler,
  sealed: string | null,
): Promise<PassedPath | undefined> {
  const [path, basePath = ''] = (await handler.openPath(sealed))?.split(SEPARATOR) ?? []
  return path === undefined ? undefined : { path, basePath }
}
