/** The function of `$app/paths` for an app at the root of its origin. */
export const resolve = (path: string) => path
