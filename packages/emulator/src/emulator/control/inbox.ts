import type { Context } from 'hono'
import { fail } from '../../engine/base/failure.ts'
import type { MessageKind } from '../../engine/context/mailer.ts'
import { currentTotp } from '../../engine/domain/factors/factors.ts'
import type { InboxQuery } from '../inbox/inbox.ts'
import type { ControlRoute } from './control-route.ts'

const LONGEST_WAIT_SECONDS = 60

/** What users would find outside the app: emails, and the code of the authenticator app. */
export function mountInbox(route: ControlRoute): void {
  route('GET', '/emails', async (environment, c) => {
    const { inbox } = environment
    const query = inboxQuery(c)
    const waitSeconds = Math.min(Number(c.req.query('wait') ?? 0) || 0, LONGEST_WAIT_SECONDS)
    if (waitSeconds > 0) {
      await inbox.waitFor({ ...query, timeoutMs: waitSeconds * 1000 }).catch(() => undefined)
    }
    return c.json({ data: await inbox.find(query) })
  })
  route('DELETE', '/emails', async (environment, c) => {
    await environment.inbox.clear()
    return c.body(null, 204)
  })

  route('GET', '/totp', async (environment, c) => {
    const code = await currentTotp(environment, c.req.query('user_id') ?? '').catch(() => undefined)
    if (code === undefined) throw fail(404, 'no_factor', 'This user has no authenticator app enrolled.')
    return c.json({ code })
  })
}

function inboxQuery(c: Context): InboxQuery {
  const to = c.req.query('to')
  const kind = c.req.query('kind') as MessageKind | undefined
  return { ...(to !== undefined && { to }), ...(kind !== undefined && { kind }) }
}
