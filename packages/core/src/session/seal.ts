import type { Bytes, Cryptography, MaybePromise, SealKey } from './crypto.ts'
import { fromBase64Url, fromUtf8, toBase64Url, utf8, whenReady } from './crypto.ts'

/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type SealPurpose = 'session' | 'flow' | 'refresh'

/** Seals JSON values so that only this app can read or make them. */
export interface Sealer {
  seal(purpose: SealPurpose, value: unknown): Promise<string>
  /** `undefined` for anything this app did not seal for this purpose with a secret it still has. */
  open(purpose: SealPurpose, sealed: string): MaybePromise<unknown>
}

const VERSION = '1'
const KEY_ID_LENGTH = 6

interface KeyRing {
  /** First the one that seals. */
  ids: readonly string[]
  key(id: string, purpose: SealPurpose): MaybePromise<SealKey> | undefined
}

function keyRing(cryptography: Cryptography, secrets: readonly string[]): Promise<KeyRing> {
  const held = new Map<string, { secret: string; keys: Partial<Record<SealPurpose, SealKey>> }>()
  const naming = secrets.map(async (secret) => {
    // A key id must not help to guess the secret, so it is a digest under a label of its own.
    const digest = await cryptography.digest(`latchkey key id\0${secret}`)
    const id = digest.slice(0, KEY_ID_LENGTH)
    held.set(id, { secret, keys: {} })
    return id
  })
  return Promise.all(naming).then((ids) => ({
    ids,
    key(id, purpose) {
      const entry = held.get(id)
      if (entry === undefined) return undefined
      const known = entry.keys[purpose]
      if (known !== undefined) return known
      const additionalData = utf8(`${VERSION}.${id}.${purpose}`)
      const derived = cryptography.sealKey(entry.secret, `latchkey/${VERSION}/${purpose}`, additionalData)
      return whenReady(derived, (key) => {
        entry.keys[purpose] = key
        return key
      })
    },
  }))
}

/**
 * Seals with AES-256-GCM: `1.<key id>.<iv, ciphertext and tag in base64url>`.
 * One HKDF-SHA-256 key for each secret and purpose; version, key id and purpose are authenticated too.
 *
 * @param secrets The first seals, all open: put a new one in front to rotate.
 */
export function createSealer(cryptography: Cryptography, secrets: readonly string[]): Sealer {
  let ring: MaybePromise<KeyRing> = keyRing(cryptography, secrets).then((ready) => {
    ring = ready
    return ready
  })

  return {
    async seal(purpose, value) {
      const { ids, key } = await ring
      const id = ids[0] as string
      const sealKey = (await key(id, purpose)) as SealKey
      const sealed = await sealKey.seal(utf8(JSON.stringify(value)))
      return `${VERSION}.${id}.${toBase64Url(sealed)}`
    },
    open(purpose, sealed) {
      const [version, id, body, ...rest] = sealed.split('.', 4)
      if (version !== VERSION || id === undefined || body === undefined || rest.length > 0) return undefined
      const bytes = fromBase64Url(body)
      if (bytes === undefined) return undefined
      const key = whenReady(ring, (ready) => ready.key(id, purpose))
      const opened = whenReady(key, (sealKey) => sealKey?.open(bytes))
      return whenReady(opened, (plaintext) => plaintext && parseJson(plaintext))
    },
  }
}

function parseJson(bytes: Bytes): unknown {
  const text = fromUtf8(bytes)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
