import type { Context } from 'hono'
import type { InboxQuery, MessageKind } from '../environment/inbox.ts'
import { currentTotp } from '../factors/factors.ts'
import { fail } from '../http/failure.ts'
import type { App } from '../server/app.ts'
import type { Locate } from './mount-control.ts'

const LONGEST_WAIT_SECONDS = 60

/** What a person would look up elsewhere: mails, and the authenticator app. */
export function mountInbox(app: App, locate: Locate): void {
  app.get('/_emulator/emails', async (c) => {
    const { outbox } = await locate(c)
    const query = inboxQuery(c)
    const waitSeconds = Math.min(Number(c.req.query('wait') ?? 0) || 0, LONGEST_WAIT_SECONDS)
    if (waitSeconds > 0) {
      await outbox.waitFor({ ...query, timeoutMs: waitSeconds * 1000 }).catch(() => undefined)
    }
    return c.json({ data: await outbox.find(query) })
  })
  app.delete('/_emulator/emails', async (c) => {
    await (await locate(c)).outbox.clear()
    return c.body(null, 204)
  })

  app.get('/_emulator/totp', async (c) => {
    const env = await locate(c)
    const code = await currentTotp(env, c.req.query('user_id') ?? '').catch(() => undefined)
    if (code === undefined) throw fail(404, 'no_factor', 'This user has no authenticator app enrolled.')
    return c.json({ code })
  })
}

function inboxQuery(c: Context): InboxQuery {
  const to = c.req.query('to')
  const kind = c.req.query('kind') as MessageKind | undefined
  return { ...(to !== undefined && { to }), ...(kind !== undefined && { kind }) }
}
