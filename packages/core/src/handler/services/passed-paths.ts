import type { Clock } from '../../base/clock.ts'
import type { Cryptography } from '../../base/cryptography.ts'
import type { Sealer } from '../../session/seal.ts'

/** Paths that one part of a server passes to another in a request header, where a visitor could write them too. */
export interface PassedPaths {
  seal(path: string): Promise<string>
  /** `undefined` for a text that this app did not seal, or sealed more than ten minutes ago. */
  open(sealed: string | null): Promise<string | undefined>
}

/** Longer than any proxy takes to reach a page. */
const LIFETIME_MS = 10 * 60_000

/** A seal of the path's digest, a space, and the path: a long path must not become longer than headers can be. */
export function createPassedPaths(options: {
  sealer: Sealer
  cryptography: Pick<Cryptography, 'digest'>
  clock: Clock
}): PassedPaths {
  const { sealer, cryptography, clock } = options
  return {
    async seal(path) {
      const digest = await cryptography.digest(path)
      return `${await sealer.seal('path', { digest, sealedAt: clock.now() })} ${path}`
    },
    async open(sealed) {
      const [, seal, path] = /^(\S+) (.+)$/s.exec(sealed ?? '') ?? []
      if (seal === undefined || path === undefined) return undefined
      const proof = (await sealer.open('path', seal)) as { digest: string; sealedAt: number } | undefined
      // The clocks of the two parts may differ.
      const isCurrent = proof !== undefined && Math.abs(clock.now() - proof.sealedAt) <= LIFETIME_MS
      return isCurrent && proof.digest === (await cryptography.digest(path)) ? path : undefined
    },
  }
}
