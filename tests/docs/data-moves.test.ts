import { createHmac, randomBytes, scryptSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError, createClient } from '@latchkey/core/server'
import { createEmulator } from '@latchkey/emulator'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'
import { blocksIn } from './code-blocks.ts'

const PAGE = 'docs/migrate/data.md'
const blocks = blocksIn(PAGE, readFileSync(join(root, PAGE), 'utf8'))
type Client = ReturnType<typeof createClient>

/** Returns a function of the page, unchanged except that it uses this client. */
function fromPage<T>(name: string, client?: Client): T {
  const block = blocks.find(({ code }) => code.includes(`function ${name}(`))
  const body = (block?.code ?? '').replace(/^import .*$/gm, '').replace('const client = createClient()', '')
  const { code } = transformSync(body.replaceAll('export ', ''), { loader: 'ts' })
  return new Function('client', 'ApiError', `${code}\nreturn ${name}`)(client, ApiError) as T
}

async function start() {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: emulator.fetch })
  return { emulator, client }
}

/** A password hash in the format of better-auth, which uses the hex text as the salt. */
function storedByBetterAuth(password: string): string {
  const salt = randomBytes(16).toString('hex')
  const key = scryptSync(password.normalize('NFKC'), salt, 64, {
    N: 16_384,
    r: 16,
    p: 1,
    maxmem: 128 * 16_384 * 16 * 2,
  })
  return `${salt}:${key.toString('hex')}`
}

/** The six-digit code of an authenticator app (RFC 6238). */
function codeOf(secret: string, now = Date.now()): string {
  const bits = [...secret]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('the code for migrating data', () => {
  it('converts the password hashes of better-auth', async () => {
    const { emulator, client } = await start()
    await using _closed = emulator
    const scryptHash = fromPage<(stored: string) => string>('scryptHash')
    const password = 'six tall pear trees'
    const user = { email: 'nadia@orchard.example', emailVerified: true }
    const passwordHash = scryptHash(storedByBetterAuth(password))
    await client.createUser({ ...user, passwordHash, passwordHashType: 'scrypt' })
    const outcome = await client.authenticateWithPassword({ email: user.email, password })
    expect(outcome.status).toBe('complete')
    await expect(
      client.authenticateWithPassword({ email: user.email, password: 'another' }),
    ).rejects.toMatchObject({ code: 'invalid_credentials' })
  })

  it('can import users twice', async () => {
    const { emulator, client } = await start()
    await using _closed = emulator
    const importUser = fromPage<(old: object) => Promise<string>>('importUser', client)
    const old = { id: 'user_old', email: 'tomas@orchard.example', verified: true }
    expect([await importUser(old), await importUser(old)]).toEqual(['created', 'exists'])
    const found = await client.getUserByExternalId({ externalId: 'user_old' })
    expect(found.email).toBe(old.email)
  })

  it('imports authenticator apps, which sign-in then requires', async () => {
    const { emulator, client } = await start()
    await using _closed = emulator
    const password = 'six tall pear trees'
    const user = await client.createUser({ email: 'lee@orchard.example', emailVerified: true, password })
    const importTotp = fromPage<
      (userId: string, secret: string, codeOf: (secret: string) => string) => Promise<void>
    >('importTotp', client)
    await importTotp(user.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', codeOf)
    const outcome = await client.authenticateWithPassword({ email: user.email, password })
    expect(outcome.status).toBe('mfa_challenge')
  })
})
