import type { Bytes, Cryptography, MaybePromise, SealKey } from '../base/cryptography.ts'
import { fromBase64Url, fromJson, toBase64Url, utf8, whenReady } from '../base/cryptography.ts'
import { compression } from './compression.ts'

/** The purpose of a sealed value. A value sealed for one purpose cannot be opened for another. */
export type SealPurpose = 'session' | 'flow' | 'refresh' | 'outcome' | 'path'

/** Seals JSON values so that only this app can read or create them. */
export interface Sealer {
  /** @param form `short` compresses the value first, and takes longer to open. */
  seal(purpose: SealPurpose, value: unknown, form?: 'short'): Promise<string>
  /** `undefined` for anything that this app did not seal for this purpose with a current secret. */
  open(purpose: SealPurpose, sealed: string): MaybePromise<unknown>
  /** Whether the value was sealed with a secret that this app does not have, or no longer has. */
  isForeign(sealed: string): MaybePromise<boolean>
}

const VERSION = '1'
const KEY_ID_LENGTH = 6
const SEALED = /^1\.([\w-]{6})\.[\w-]{38,}$/

interface KeyRing {
  /** The first one is used to seal. */
  ids: readonly string[]
  key(id: string, purpose: SealPurpose): MaybePromise<SealKey> | undefined
}

function keyRing(cryptography: Cryptography, secrets: readonly string[]): Promise<KeyRing> {
  const rings = new Map<
    string,
    { secret: string; keys: Partial<Record<SealPurpose, MaybePromise<SealKey>>> }
  >()
  const naming = secrets.map(async (secret) => {
    // A key id must not help to guess the secret, so it is a digest with its own label.
    const digest = await cryptography.digest(`latchkey key id\0${secret}`)
    const id = digest.slice(0, KEY_ID_LENGTH)
    rings.set(id, { secret, keys: {} })
    return id
  })
  return Promise.all(naming).then((ids) => ({
    ids,
    key(id, purpose) {
      const entry = rings.get(id)
      if (entry === undefined) return undefined
      entry.keys[purpose] ??= cryptography.sealKey(
        entry.secret,
        `latchkey/${VERSION}/${purpose}`,
        utf8(`${VERSION}.${id}.${purpose}`),
      )
      return entry.keys[purpose]
    },
  }))
}

/** No JSON text begins with this byte. */
const COMPRESSED = 0
const { deflate, inflate } = compression()

// The length of a compressed value depends on its content. That reveals nothing to an attacker, who cannot repeatedly
// combine chosen text with the tokens: only the user's names are user input.
async function compressed(bytes: Bytes): Promise<Bytes> {
  const short = await deflate(bytes)
  const marked = new Uint8Array(short.length + 1)
  marked[0] = COMPRESSED
  marked.set(short, 1)
  return marked
}

/** Anything sealed here was compressed here, so it decompresses to no more than its original size. */
const readValue = (plaintext: Bytes): MaybePromise<unknown> =>
  plaintext[0] === COMPRESSED ? whenReady(inflate(plaintext.subarray(1)), fromJson) : fromJson(plaintext)

/**
 * Seals with AES-256-GCM: `1.<key id>.<iv, ciphertext and tag in base64url>`. Uses one HKDF-SHA-256 key per secret and
 * purpose. The version, key id and purpose are authenticated too.
 *
 * @param secrets The first one seals, and all of them open. To rotate, put a new secret first.
 */
export function createSealer(cryptography: Cryptography, secrets: readonly string[]): Sealer {
  let ring: MaybePromise<KeyRing> = keyRing(cryptography, secrets).then((ready) => {
    ring = ready
    return ready
  })

  return {
    async seal(purpose, value, form) {
      const { ids, key } = await ring
      const id = ids[0] as string
      const sealKey = (await key(id, purpose)) as SealKey
      const bytes = utf8(JSON.stringify(value))
      const sealed = await sealKey.seal(form === 'short' ? await compressed(bytes) : bytes)
      return `${VERSION}.${id}.${toBase64Url(sealed)}`
    },
    isForeign(sealed) {
      const [, id] = SEALED.exec(sealed) ?? []
      return id !== undefined && whenReady(ring, ({ ids }) => !ids.includes(id))
    },
    open(purpose, sealed) {
      const parts = sealed.split('.', 4)
      if (parts.length !== 3 || parts[0] !== VERSION) return undefined
      const [, id, body] = parts as [string, string, string]
      const bytes = fromBase64Url(body)
      if (bytes === undefined) return undefined
      const key = whenReady(ring, (ready) => ready.key(id, purpose))
      const opened = whenReady(key, (sealKey) => sealKey?.open(bytes))
      return whenReady(opened, (plaintext) => plaintext && readValue(plaintext))
    },
  }
}
