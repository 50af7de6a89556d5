import type { Bytes, Cryptography, SealKey } from './crypto.ts'
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './crypto.ts'

/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type SealPurpose = 'session' | 'flow' | 'authorization' | 'refresh'

/** Seals JSON values so that only this app can read or make them. */
export interface Sealer {
  seal(purpose: SealPurpose, value: unknown): Promise<string>
  /** `undefined` for anything this app did not seal for this purpose with a secret it still has. */
  open(purpose: SealPurpose, sealed: string): Promise<unknown>
}

const VERSION = '1'
const KEY_ID_LENGTH = 6

interface KeyRing {
  /** First the one that seals. */
  ids: readonly string[]
  key(id: string, purpose: SealPurpose): Promise<SealKey> | SealKey | undefined
}

function keyRing(cryptography: Cryptography, secrets: readonly string[]): Promise<KeyRing> {
  const secretById = new Map<string, string>()
  const keys = new Map<string, SealKey>()
  const naming = secrets.map(async (secret) => {
    // A key id must not help to guess the secret, so it is a digest under a label of its own.
    const digest = await cryptography.sha256(utf8(`latchkey key id\0${secret}`))
    const id = toBase64Url(digest).slice(0, KEY_ID_LENGTH)
    secretById.set(id, secret)
    return id
  })
  return Promise.all(naming).then((ids) => ({
    ids,
    key(id, purpose) {
      const name = `${id}.${purpose}`
      const known = keys.get(name)
      if (known) return known
      const secret = secretById.get(id)
      if (secret === undefined) return undefined
      const derived = cryptography.sealKey(secret, `latchkey/${VERSION}/${purpose}`)
      if (!(derived instanceof Promise)) {
        keys.set(name, derived)
        return derived
      }
      return derived.then((key) => {
        keys.set(name, key)
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
  let pending: Promise<KeyRing> | KeyRing = keyRing(cryptography, secrets).then((ring) => {
    pending = ring
    return ring
  })
  const ring = () => pending

  return {
    async seal(purpose, value) {
      const { ids, key } = await ring()
      const id = ids[0] as string
      const sealKey = (await key(id, purpose)) as SealKey
      const header = `${VERSION}.${id}`
      const sealed = await sealKey.seal(utf8(JSON.stringify(value)), utf8(`${header}.${purpose}`))
      return `${header}.${toBase64Url(sealed)}`
    },
    async open(purpose, sealed) {
      const [version, id, body, ...rest] = sealed.split('.', 4)
      if (version !== VERSION || id === undefined || body === undefined || rest.length > 0) return undefined
      const held = ring()
      const sealKey = await (held instanceof Promise ? await held : held).key(id, purpose)
      const bytes = fromBase64Url(body)
      if (sealKey === undefined || bytes === undefined) return undefined
      const opened = await sealKey.open(bytes, utf8(`${VERSION}.${id}.${purpose}`))
      return opened && parseJson(opened)
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
