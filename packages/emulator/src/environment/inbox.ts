import type { Clock } from '../clock.ts'
import { isoTime } from '../clock.ts'
import type { Ids } from '../ids.ts'

/** Why a mail was sent. */
export type MessageKind =
  | 'magic_auth'
  | 'email_verification'
  | 'password_reset'
  | 'invitation'
  | 'email_change'

/** A mail that the hosted service would have sent. */
export interface Message {
  id: string
  to: string
  subject: string
  kind: MessageKind
  /** The six digits, when the mail carries a code. */
  code?: string
  /** The token inside `url`, when the mail carries a link. */
  token?: string
  url?: string
  text: string
  html: string
  /** ISO 8601, on the environment's clock. */
  created_at: string
}

/** Which messages: all given parts must match. The address is compared without case. */
export interface InboxQuery {
  to?: string
  kind?: MessageKind
}

/** The mails of one environment, oldest first. */
export interface Inbox {
  list(query?: InboxQuery): Message[]
  /**
   * The newest matching message, waiting for one to arrive when there is none.
   * Rejects after `timeoutMs` (default 5000, real time).
   */
  waitFor(query: InboxQuery & { timeoutMs?: number }): Promise<Message>
  clear(): void
}

export interface Outbox extends Inbox {
  deliver(message: Omit<Message, 'id' | 'created_at'>): void
}

const CAPACITY = 1000

export function createOutbox(clock: Clock, ids: Ids): Outbox {
  let messages: Message[] = []
  const watchers = new Set<() => void>()

  function list(query: InboxQuery = {}): Message[] {
    const to = query.to?.trim().toLowerCase()
    return messages.filter(
      (message) =>
        (to === undefined || message.to.toLowerCase() === to) &&
        (query.kind === undefined || message.kind === query.kind),
    )
  }

  return {
    list,
    waitFor({ timeoutMs = 5000, ...query }) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const message = list(query).at(-1)
          if (message === undefined) return false
          stop()
          resolve(message)
          return true
        }
        const stop = () => {
          clearTimeout(timer)
          watchers.delete(look)
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`No mail arrived within ${timeoutMs} ms: ${describe(query)}`))
        }, timeoutMs)
        watchers.add(look)
        look()
      })
    },
    clear() {
      messages = []
    },
    deliver(message) {
      messages.push({ id: ids.next('email'), ...message, created_at: isoTime(clock.now()) })
      if (messages.length > CAPACITY) messages.shift()
      for (const look of [...watchers]) look()
    },
  }
}

function describe({ to, kind }: InboxQuery): string {
  return `to ${to ?? 'anyone'}, kind ${kind ?? 'any'}`
}
