import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '../base/clock.ts'
import { opaqueToken, type Randomness } from '../base/randomness.ts'
import { deleteKeys, findCurrentKey, insertKey, listKeys, retireKeys } from '../storage/signing-key-store.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'
import type { SigningKeyRow } from '../storage/tables.ts'
import { seededPrivateKey } from './seeded-key.ts'

/** A public key, as published at `/sso/jwks/{client_id}`. */
export interface PublicJwk {
  alg: 'RS256'
  kty: 'RSA'
  use: 'sig'
  kid: string
  n: string
  e: string
}

export interface SigningKey {
  kid: string
  privateKey: KeyObject
}

export interface Keys {
  /** The current signing key, created on first use. */
  current(): Promise<SigningKey>
  /** Resolves when there is a signing key, so that an operation does not wait for it between writing and signing. */
  ready(): Promise<void>
  /** The keys whose signatures are valid: the current one and, after a rotation, earlier ones. */
  jwks(): Promise<{ keys: PublicJwk[] }>
  /** Starts signing with a new key. Earlier keys stay published unless `dropOld` is set. */
  rotate(options?: { dropOld?: boolean }): Promise<void>
}

const generate = promisify(generateKeyPair)
let shared: Promise<KeyObject> | undefined

/**
 * All environments in memory share one key pair per process, because creating one takes 60 ms. Each environment publishes it
 * under its own `kid`, so the token of one environment is still refused by another.
 */
function sharedPrivateKey(): Promise<KeyObject> {
  shared ??= newPrivateKey()
  return shared
}

async function newPrivateKey(): Promise<KeyObject> {
  return (await generate('rsa', { modulusLength: 2048 })).privateKey
}

/** `seeded` creates the keys if they must be the same every time. */
export function createKeys(
  storage: EnvironmentStorage,
  clock: Clock,
  random: Randomness,
  seeded?: Randomness,
): Keys {
  const imported = new Map<string, KeyObject>()
  let loading: Promise<SigningKey> | undefined

  async function load(): Promise<SigningKey> {
    const row = await findCurrentKey(storage.db)
    if (row !== undefined) return signing(row)
    const { kid, privateKey } = await store(
      seeded === undefined ? await sharedPrivateKey() : await seededPrivateKey(seeded),
    )
    // If another node created a key at the same moment, both use the same one.
    const chosen = storage.shared ? await findCurrentKey(storage.db) : undefined
    return chosen === undefined ? { kid, privateKey } : signing(chosen)
  }

  function signing({ kid, private_pem }: SigningKeyRow): SigningKey {
    const privateKey = imported.get(kid) ?? createPrivateKey(private_pem)
    imported.set(kid, privateKey)
    return { kid, privateKey }
  }

  async function store(privateKey: KeyObject): Promise<SigningKey> {
    const kid = `key_${opaqueToken(random, 16)}`
    const private_pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    await insertKey(storage.apart, { kid, private_pem, created_at: clock.now(), retired_at: null })
    return { kid, privateKey }
  }

  const current = () => {
    // Another node may have rotated the keys.
    if (storage.shared) return load()
    loading ??= load()
    return loading
  }

  return {
    current,
    async ready() {
      if (!storage.shared) await current()
    },
    async jwks() {
      await current()
      const rows = await listKeys(storage.db)
      return { keys: rows.map((row) => publicJwk(row.kid, row.private_pem)) }
    },
    async rotate({ dropOld = false } = {}) {
      await current()
      const fresh = seeded === undefined ? await newPrivateKey() : await seededPrivateKey(seeded)
      if (dropOld) await deleteKeys(storage.apart)
      else await retireKeys(storage.apart, clock.now())
      // Set only after the key is stored: an operation that signs inside its unit of work must not wait for this.
      loading = Promise.resolve(await store(fresh))
    },
  }
}

function publicJwk(kid: string, privatePem: string): PublicJwk {
  const { n = '', e = '' } = createPublicKey(privatePem).export({ format: 'jwk' })
  return { alg: 'RS256', kty: 'RSA', use: 'sig', kid, n, e }
}
