import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { type Cryptography, cryptography } from '../../src/base/cryptography.ts'
import type { Coordinator } from '../../src/coordinator/coordinator.ts'
import { memoryCoordinator } from '../../src/coordinator/memory.ts'
import { createKeySet } from '../../src/session/key-set.ts'
import type { Session } from '../../src/session/packed-session.ts'
import type { ExchangeResult } from '../../src/session/refresh-result.ts'
import { createRefresher } from '../../src/session/refresher.ts'
import { createSealer } from '../../src/session/seal.ts'
import { createTokenVerifier } from '../../src/session/token-verifier.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { user } from './sample-user.ts'

export { user } from './sample-user.ts'

/** The start time of the clock of every {@link fakeService}. */
export const start = 1_750_000_000_000
const platform = cryptography()

const pair = await generateKeyPair('RS256')
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'key-1' }

export interface TokenOptions {
  /** The time of issue in milliseconds after the start. */
  issuedAt?: number
  seconds?: number
  claims?: Record<string, unknown>
  kid?: string
}

function tokenWith({ issuedAt = 0, seconds = 300, claims, kid = 'key-1' }: TokenOptions) {
  const iat = (start + issuedAt) / 1000
  return new SignJWT({
    iss: 'issuer',
    sub: user.id,
    sid: 'session_1',
    client_id: 'client_1',
    iat,
    exp: iat + seconds,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(pair.privateKey)
}

let sessions = 0

/** A session with its own token, signed by the API. */
export async function sessionWith(options: TokenOptions = {}, more: Partial<Session> = {}): Promise<Session> {
  sessions += 1
  const refreshToken = `refresh-${sessions}`
  return { accessToken: await tokenWith(options), refreshToken, user, startedAt: start, rev: 1, ...more }
}

export type Reply = ExchangeResult<string>

/** The API's keys and responses to refreshes, which a test can change, and the functions that use them. */
export function fakeService({ wrap = (own: Coordinator) => own } = {}) {
  const clock = manualClock(start)
  const state: {
    keys: JsonWebKey[] | undefined
    response?: Reply | ((session: Session) => Reply | Promise<Reply>)
    requested: number
    verified: number
  } = {
    keys: [jwk],
    requested: 0,
    verified: 0,
  }
  const primitives: Cryptography = {
    ...platform,
    async verifyKey(given) {
      const key = await platform.verifyKey(given)
      return {
        verify(data, signature) {
          state.verified += 1
          return key.verify(data, signature)
        },
      }
    },
  }
  const keySet = createKeySet({
    cryptography: primitives,
    clock,
    async fetchKeys() {
      if (state.keys === undefined) throw new Error('down')
      return { keys: state.keys }
    },
  })
  const verifier = createTokenVerifier({
    keySet,
    clock,
    clientId: 'client_1',
    issuers: ['issuer'],
    clockSkewSeconds: 0,
  })
  const sealer = createSealer(primitives, ['q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'])
  const refresher = createRefresher<string>({
    coordinator: wrap(memoryCoordinator({ clock })),
    cryptography: primitives,
    sealer,
    organizationRefused: 'not given',
    clock,
    async exchange(session) {
      state.requested += 1
      const { response = { status: 'unavailable' } } = state
      return typeof response === 'function' ? response(session) : response
    },
  })
  return { cryptography: primitives, clock, state, verifier, sealer, refresher }
}
