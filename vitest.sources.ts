import { requireRecent } from './scripts/machine.mjs'

requireRecent(process.versions.node)

/** The condition in the `exports` of our packages that leads to their sources. */
export const SOURCE = '@latchkey/source'

/**
 * Lets the tests of a package meet the sources of the others, so that a change there is tested without a build between:
 * `resolve` of its Vitest configuration and `ssr`, which Node itself gets as well.
 */
export const fromSources = {
  resolve: { conditions: [SOURCE] },
  ssr: { resolve: { conditions: [SOURCE] } },
}
