import { resolve } from '$app/paths'

/** Kit's `paths.base`, read while the server starts: during a request Kit's own may be relative to the page. */
export const appBase: string = (resolve as (path: string) => string)('/').replace(/\/$/, '')
