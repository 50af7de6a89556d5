/** A running server, not a build. */
export const building = false
export const dev = false
