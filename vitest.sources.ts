import { requireRecent } from './scripts/machine.mjs'

requireRecent(process.versions.node)

/** The condition in the `exports` of our packages that resolves to their sources. */
export const SOURCE = '@latchkey/source'

/**
 * Makes the tests of a package use the sources of the other packages, so that changes are tested without building them first.
 * These are the `resolve` and `ssr` options of its Vitest configuration; Node itself uses the latter.
 */
export const fromSources = {
  resolve: { conditions: [SOURCE] },
  ssr: { resolve: { conditions: [SOURCE] } },
}
