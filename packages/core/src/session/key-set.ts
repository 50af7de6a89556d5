import type { Clock } from '../base/clock.ts'
import type { Cryptography, VerifyKey } from '../base/cryptography.ts'
import { fromBase64Url } from '../base/cryptography.ts'

/** A JSON Web Key Set as an endpoint returns it. */
export interface JsonWebKeySet {
  keys: readonly JsonWebKey[]
}

/** The signing keys of one client, fetched again when needed. */
export interface KeySet {
  /**
   * The key with this id. Fetches the key set if the id is unknown, within limits.
   *
   * @returns `undefined` if the key set is known and does not contain the id.
   * @throws If that cannot be determined: the endpoint does not respond, or was requested too often.
   */
  find(keyId: string): Promise<VerifyKey | undefined>
  /** Whether the id is in the key set that is cached now. */
  has(keyId: string): boolean
  /** Fetches the keys before the first request. Never throws. */
  warm(): Promise<void>
}

export interface KeySetOptions {
  fetchKeys: () => Promise<JsonWebKeySet>
  cryptography: Cryptography
  clock: Clock
  /** Milliseconds after which the set is fetched again in the background. Default ten minutes. */
  maxAgeMs?: number
  /** Called with the error of each failed fetch: what `fetchKeys` threw, or a {@link KeySetError}. */
  onFailure?: (cause: unknown) => void
}

/** The endpoint responded, but with no key that can verify a token. */
export class KeySetError extends Error {
  /** `weak`: every RSA key is shorter than 2048 bits. */
  readonly code: 'empty' | 'weak'
  constructor(code: KeySetError['code']) {
    super(
      code === 'empty'
        ? 'The key set contains no usable key.'
        : 'Every key of the set is shorter than 2048 bits.',
    )
    this.code = code
  }
}

const MINUTE = 60_000
/** The maximum number of fetches per minute caused by unknown ids, from all senders together. */
const FETCHES_A_MINUTE = 5
const MINIMUM_GAP_MS = 1_000

/** Caches a key set. Runs one fetch at a time, and keeps the last valid key set during an outage. */
export function createKeySet(options: KeySetOptions): KeySet {
  const { fetchKeys, cryptography, clock, maxAgeMs = 10 * MINUTE, onFailure } = options
  let keys: ReadonlyMap<string, VerifyKey> = new Map()
  let fetchedAt = Number.NEGATIVE_INFINITY
  let recent: number[] = []
  let underway: Promise<void> | undefined

  async function load(): Promise<void> {
    const response = await fetchKeys()
    const next = await importKeys(cryptography, response)
    // A malformed or empty response tells us nothing: valid keys stay, and no token becomes invalid.
    if (next.size === 0) throw new KeySetError(hasWeakKey(response) ? 'weak' : 'empty')
    keys = next
    fetchedAt = clock.now()
  }

  function start(): Promise<void> {
    underway = load()
      .catch((cause) => {
        onFailure?.(cause)
        throw cause
      })
      .finally(() => {
        underway = undefined
      })
    return underway
  }

  /** Joins the fetch in flight, or starts one if the limits allow it. */
  function refresh(): Promise<void> {
    if (underway) return underway
    if (!mayFetch()) return Promise.reject(new Error('The key set was requested too often.'))
    recent.push(clock.now())
    return start()
  }

  function mayFetch(): boolean {
    const now = clock.now()
    recent = recent.filter((time) => now - time < MINUTE && time <= now)
    const last = recent.at(-1) ?? Number.NEGATIVE_INFINITY
    return recent.length < FETCHES_A_MINUTE && now - last >= MINIMUM_GAP_MS
  }

  return {
    async find(keyId) {
      const known = keys.get(keyId)
      if (known === undefined) {
        // Only a key set that was fetched a moment ago proves that the key does not exist.
        if (clock.now() - fetchedAt >= MINIMUM_GAP_MS) await refresh()
        return keys.get(keyId)
      }
      if (clock.now() - fetchedAt > maxAgeMs) refresh().catch(() => {})
      return known
    },
    has: (keyId) => keys.has(keyId),
    async warm() {
      // No request sent a key id, so this fetch does not count toward the limit. A Worker cannot fetch while it starts,
      // and its first visitor arrives right after.
      if (keys.size === 0) await (underway ?? start()).catch(() => {})
    },
  }
}

async function importKeys(cryptography: Cryptography, set: JsonWebKeySet): Promise<Map<string, VerifyKey>> {
  const imported = new Map<string, VerifyKey>()
  for (const jwk of signingKeys(set)) {
    if (isWeak(jwk)) continue
    try {
      // Keeps only the public part of the key, whatever else the response contains.
      imported.set(jwk.kid, await cryptography.verifyKey({ kty: 'RSA', n: jwk.n, e: jwk.e }))
    } catch {
      // One invalid key does not affect the others.
    }
  }
  return imported
}

type SigningKey = JsonWebKey & { kid: string }

function signingKeys(set: JsonWebKeySet): SigningKey[] {
  const list: unknown = set?.keys
  if (!Array.isArray(list)) return []
  return (list as (JsonWebKey & { kid?: unknown })[]).filter((jwk): jwk is SigningKey => {
    if (jwk?.kty !== 'RSA' || typeof jwk.kid !== 'string') return false
    return (jwk.use ?? 'sig') === 'sig' && (jwk.alg ?? 'RS256') === 'RS256'
  })
}

const MINIMUM_BITS = 2_048

/** RS256 requires 2048 bits or more (RFC 7518 §3.3). */
function isWeak({ n }: JsonWebKey): boolean {
  const modulus = typeof n === 'string' ? fromBase64Url(n) : undefined
  if (modulus === undefined) return false
  const start = modulus.findIndex((byte) => byte !== 0)
  if (start === -1) return true
  return (modulus.length - start) * 8 - Math.clz32(modulus[start] as number) + 24 < MINIMUM_BITS
}

const hasWeakKey = (set: JsonWebKeySet) => signingKeys(set).some(isWeak)
