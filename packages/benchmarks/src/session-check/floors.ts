import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import type { Contestant } from '../harness/column.ts'
import { SECRET, type SessionFixture } from './app.ts'
import { fresh, inTurn } from './sessions.ts'

/** The minimum work of a session check with `node:crypto`, without options, errors or other cases. */
export const floors: Record<string, Contestant<SessionFixture>> = {
  'limit: AES-GCM, token known by its SHA-256': (fixture) => {
    const key = createSecretKey(randomBytes(32))
    const known = new Set(fixture.tokens.map(digest))
    return inTurn(sealAll(key, fixture), (sealed) => {
      const { accessToken } = openGcm(key, fresh(sealed))
      if (!known.has(digest(accessToken))) throw new Error('unknown')
    })
  },
  'limit: AES-GCM, RS256 verified': (fixture) => {
    const key = createSecretKey(randomBytes(32))
    const verifyToken = verifierOf(fixture)
    return inTurn(sealAll(key, fixture), (sealed) => verifyToken(openGcm(key, fresh(sealed)).accessToken))
  },
  'limit: vendor format, RS256 verified': (fixture) => {
    const verifyToken = verifierOf(fixture)
    return inTurn(fixture.vendor, (sealed) => verifyToken(openVendor(fresh(sealed)).accessToken))
  },
}

type Opened = { accessToken: string }

const digest = (token: string) => createHash('sha256').update(token).digest('base64url')

function sealAll(key: ReturnType<typeof createSecretKey>, { tokens, vendor }: SessionFixture): string[] {
  return tokens.map((accessToken, index) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const session = { ...openVendor(vendor[index] as string), accessToken }
    const body = [iv, cipher.update(JSON.stringify(session)), cipher.final(), cipher.getAuthTag()]
    return Buffer.concat(body).toString('base64url')
  })
}

function openGcm(key: ReturnType<typeof createSecretKey>, sealed: string): Opened {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  const plaintext = decipher.update(bytes.subarray(12, -16))
  decipher.final()
  return JSON.parse(plaintext.toString())
}

function verifierOf({ jwks }: SessionFixture): (token: string) => void {
  const key = createPublicKey({ key: jwks.keys[0] as JsonWebKey, format: 'jwk' })
  return (token) => {
    const dot = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(dot + 1), 'base64url')
    if (!verify('sha256', Buffer.from(token.slice(0, dot)), key, signature)) throw new Error('signature')
    JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, dot), 'base64url').toString())
  }
}

function openVendor(sealed: string): Opened {
  const [text] = sealed.split('~') as [string]
  const [, , salt, iv, ciphertext, , macSalt, mac] = text.split('*') as string[]
  const macBase = text.split('*', 6).join('*')
  const macKey = createSecretKey(pbkdf2Sync(SECRET, macSalt as string, 1, 32, 'sha1'))
  const expected = createHmac('sha256', macKey).update(macBase).digest()
  if (!timingSafeEqual(expected, Buffer.from(mac as string, 'base64url'))) throw new Error('mac')
  const key = createSecretKey(pbkdf2Sync(SECRET, salt as string, 1, 32, 'sha1'))
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv as string, 'base64url'))
  const head = decipher.update(Buffer.from(ciphertext as string, 'base64url'))
  return JSON.parse(Buffer.concat([head, decipher.final()]).toString())
}
