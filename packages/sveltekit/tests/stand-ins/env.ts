/** The values of `$app/environment` on a running server. */
export const building = false
export const dev = false
