import { currentCause } from '../../engine/base/cause.ts'
import type { Clock } from '../../engine/base/clock.ts'
import { isoTime } from '../../engine/base/clock.ts'
import type { Ids } from '../../engine/base/ids.ts'
import type { Vault } from '../../engine/base/secrets.ts'
import type { Mailer, MessageKind, OutgoingMessage } from '../../engine/context/mailer.ts'
import { emailKey } from '../../engine/contract/email-address.ts'
import { createEmailStore } from '../../engine/storage/email-store.ts'
import { fromJson, toJson } from '../../engine/storage/json.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'
import { onCommitted } from '../../engine/storage/unit-of-work.ts'

/** An email that WorkOS would have sent. */
export interface Message extends OutgoingMessage {
  id: string
  /** ISO 8601, on the environment's clock. */
  created_at: string
  /** The request that caused the email. Absent if there was none, such as for emails of a seed. */
  cause?: { id: string; method: string; path: string }
  /** The state of the delivery by SMTP. Absent without SMTP. */
  delivery?: { state: 'waiting' | 'delivered' | 'failed'; error?: string }
}

/** Selects messages: all given fields must match. Email addresses match in every spelling. */
export interface InboxQuery {
  to?: string
  kind?: MessageKind
}

/** The emails of one environment, oldest first. */
export interface Inbox {
  /**
   * The emails that this process knows. If several nodes share a database, use {@link Inbox.waitFor}, which reads the database.
   */
  list(query?: InboxQuery): Message[]
  /**
   * Returns the newest matching message, and waits for one if there is none. Rejects after `timeoutMs` milliseconds of real
   * time (default 5000).
   */
  waitFor(query: InboxQuery & { timeoutMs?: number }): Promise<Message>
  /** Takes effect immediately in this process. The promise resolves when the storage has deleted them too. */
  clear(): Promise<void>
}

export interface Mailbox extends Inbox, Mailer {
  /** Like {@link Inbox.list}, but across all nodes. */
  find(query?: InboxQuery): Promise<Message[]>
  /** Deletes one email, which {@link putBack} can restore for a while. Returns false if it does not exist. */
  remove(id: string): Promise<boolean>
  /** Restores a deleted email as the newest one. Returns false if it was not deleted here, or too long ago. */
  putBack(id: string): Promise<boolean>
  /** Loads the stored emails. */
  load(): Promise<void>
  /** Rejects all waiting callers, now and later, because the environment is about to close. */
  stopWaiting(): void
}

const CAPACITY = 1000
const POLL_MS = 100
const BIN_CAPACITY = 20

export function createMailbox(
  storage: EnvironmentStorage,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  onChanged: (arrived: Message | undefined) => void,
  deliver?: (message: Message) => Promise<void>,
): Mailbox {
  const emailStore = storage.ephemeral ? undefined : createEmailStore(storage.db, CAPACITY)
  // Sealed, because emails contain codes and tokens.
  const readStored = async (store: NonNullable<typeof emailStore>) =>
    (await store.all()).map((content) => fromJson<Message>(vault.open(content)))
  let messages: Message[] = []
  /** The most recently deleted emails, so that they can be restored. */
  let bin: Message[] = []
  const watchers = new Set<() => void>()
  let isClosing = false

  const list = (query: InboxQuery = {}) => messages.filter((message) => matchesQuery(message, query))
  async function find(query?: InboxQuery): Promise<Message[]> {
    if (storage.shared && emailStore !== undefined) messages = await readStored(emailStore)
    return list(query)
  }

  const persist = (message: Message) =>
    emailStore?.add({
      id: message.id,
      content: vault.seal(toJson(message)),
      created_at: Date.parse(message.created_at),
    })

  /** Not awaited: a slow or unavailable SMTP server must not fail the request. */
  async function deliverInBackground(
    message: Message,
    send: (message: Message) => Promise<void>,
  ): Promise<void> {
    message.delivery = { state: 'waiting' }
    try {
      await send(message)
      message.delivery = { state: 'delivered' }
    } catch (error) {
      message.delivery = { state: 'failed', error: error instanceof Error ? error.message : 'unknown' }
    }
    onChanged(undefined)
  }

  return {
    list,
    find,
    async remove(id) {
      const message = (await find()).find((one) => one.id === id)
      if (message === undefined) return false
      messages = messages.filter((one) => one !== message)
      bin = [...bin, message].slice(-BIN_CAPACITY)
      await emailStore?.remove(id)
      onChanged(undefined)
      return true
    },
    async putBack(id) {
      const message = bin.find((one) => one.id === id)
      if (message === undefined) return false
      bin = bin.filter((one) => one !== message)
      messages = [...messages, message]
      await persist(message)
      onChanged(undefined)
      return true
    },
    async waitFor({ timeoutMs = 5000, ...query }) {
      const giveUpAt = performance.now() + timeoutMs
      for (;;) {
        const message = (await find(query)).at(-1)
        if (message !== undefined) return message
        if (isClosing) throw new Error('The environment was closed before an email arrived')
        const remainingMs = giveUpAt - performance.now()
        if (remainingMs <= 0) throw new Error(`No email arrived within ${timeoutMs} ms: ${describe(query)}`)
        // Emails from another node do not notify this process.
        await nextEmail(watchers, storage.shared ? Math.min(POLL_MS, remainingMs) : remainingMs)
      }
    },
    async clear() {
      messages = []
      bin = []
      await emailStore?.clear()
      onChanged(undefined)
    },
    async send(email) {
      const cause = currentCause()
      const message = {
        id: ids.next('email'),
        ...email,
        created_at: isoTime(clock.now()),
        ...(cause !== undefined && { cause }),
      }
      await persist(message)
      // No email is sent for a change that a failure rolls back.
      onCommitted(() => {
        messages.push(message)
        if (messages.length > CAPACITY) messages.shift()
        onChanged(message)
        if (deliver !== undefined) void deliverInBackground(message, deliver)
        for (const ring of [...watchers]) ring()
      })
    },
    stopWaiting() {
      isClosing = true
      for (const ring of [...watchers]) ring()
    },
    async load() {
      if (emailStore !== undefined) messages = await readStored(emailStore)
    },
  }
}

function nextEmail(watchers: Set<() => void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const ring = () => {
      clearTimeout(timer)
      watchers.delete(ring)
      resolve()
    }
    const timer = setTimeout(ring, ms)
    watchers.add(ring)
  })
}

function matchesQuery(message: Message, query: InboxQuery): boolean {
  if (query.to !== undefined && emailKey(message.to) !== emailKey(query.to)) return false
  return query.kind === undefined || message.kind === query.kind
}

function describe({ to, kind }: InboxQuery): string {
  return `to ${to ?? 'anyone'}, kind ${kind ?? 'any'}`
}
