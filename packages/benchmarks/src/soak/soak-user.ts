import { ApiError, TransportError } from '@latchkey/core/server'
import { openBrowser } from './browser.ts'
import { visitor } from './exchanges.ts'
import type { Site } from './site.ts'
import { remark } from './tally.ts'

const PASSWORD = 'correct horse battery staple'

/** A user who uses the app until it closes. */
export interface SoakUser {
  signUp(): Promise<void>
  /** Visits the app repeatedly. */
  live(isOver: () => boolean): Promise<void>
}

/** The number of parallel requests of a page. */
const MOST_REQUESTS = 4
const SIGN_OUT_SHARE = 0.005
const REVOKED_SHARE = 0.0025
/** The share of users with a new token who stay away until it has expired. */
const LEAVING_SHARE = 0.05

const between = (least: number, most: number) => least + Math.random() * (most - least)
const happens = (share: number) => Math.random() < share

export function createUser(site: Site, number: number): SoakUser {
  const { client, tally, real } = site
  const browser = openBrowser(site)
  const credentials = { email: `person-${number}@orchard.example`, password: PASSWORD }
  let userId = ''
  /** Whether the API may have ended the session. */
  let mayHaveEnded = false
  /** Why the requests of this visit were signed out. */
  const reasons = new Set<string>()
  const me = { isOverdue: false }

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, real(ms)))

  async function signIn() {
    await browser.send('POST', '/sign-in/password', credentials)
    mayHaveEnded = false
  }

  /** All parallel requests of a page, with the current cookies. */
  async function load(): Promise<void> {
    const count = Math.floor(between(1, MOST_REQUESTS + 1))
    await Promise.all([
      ...Array.from({ length: count }, askWhoItIs),
      ...(happens(0.2) ? [browser.send('GET', '/session')] : []),
      ...(happens(0.1) ? [readProfile()] : []),
    ])
  }

  async function askWhoItIs(): Promise<void> {
    const auth = await browser.page()
    switch (auth?.status) {
      case 'signed-in':
        if (auth.user.id === userId) return
        tally.wronglyLetIn += 1
        return remark(tally, `${userId} was taken for ${auth.user.id}`)
      case 'stale':
        tally.stale += 1
        return
      case 'signed-out':
        if (auth.reason !== 'none') reasons.add(auth.reason)
    }
  }

  function judge() {
    if (reasons.size === 0) return
    if (mayHaveEnded) tally.rightfulSignOuts += 1
    else if (me.isOverdue) tally.overdueSignOuts += 1
    else {
      tally.wrongfulSignOuts += 1
      remark(tally, `signed out: ${[...reasons].join(', ')}`)
    }
    reasons.clear()
    me.isOverdue = false
  }

  async function readProfile(): Promise<void> {
    await typed(async () => {
      const { id } = await client.getUser({ userId })
      if (id !== userId) throw new Error('The API returned another user')
    })
  }

  /** Runs calls of the client, which can fail only with typed errors. */
  async function typed(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof ApiError || error instanceof TransportError) tally.typedErrors += 1
      else {
        tally.untypedErrors += 1
        remark(tally, `the client threw ${String(error)}`)
      }
    }
  }

  async function signOut(): Promise<void> {
    const before = browser.cookie()
    await browser.send('POST', '/sign-out', {})
    if (!browser.hasSession()) tally.rightfulSignOuts += 1
    const auth = await browser.page(before)
    if (auth?.status !== 'signed-in') return
    tally.wronglyLetIn += 1
    remark(tally, 'a cookie from before a sign-out was accepted')
  }

  /** An administrator ends all sessions of this user. */
  async function revoke(): Promise<void> {
    mayHaveEnded = true
    await typed(async () => {
      for await (const { id } of client.listSessions({ userId }))
        await client.revokeSession({ sessionId: id })
    })
  }

  return {
    async signUp() {
      userId = (await client.createUser({ ...credentials, emailVerified: true })).id
      await signIn()
      if (!browser.hasSession()) throw new Error(`${credentials.email} could not sign in`)
    },
    async live(isOver) {
      await pause(between(0, 10_000))
      while (!isOver()) {
        const before = browser.cookie()
        if (!browser.hasSession()) await signIn()
        else if (happens(SIGN_OUT_SHARE)) await signOut()
        else if (happens(REVOKED_SHARE)) await revoke()
        else await visitor.run(me, load)
        judge()
        const isRenewed = browser.hasSession() && browser.cookie() !== before
        await pause(isRenewed && happens(LEAVING_SHARE) ? between(90_000, 240_000) : between(2_000, 10_000))
      }
    },
  }
}
