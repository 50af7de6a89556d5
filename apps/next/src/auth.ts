import { memoryCoordinator } from '@latchkey/core/server'
import { type FollowingClock, followClock } from '@latchkey/demo/follow-clock'
import { createWebhookInbox, handlerOptions, type WebhookInbox } from '@latchkey/demo/server'
import { readConfig } from '@latchkey/demo/site-config'
import { latchkey } from '@latchkey/next'

export const site = readConfig(process.env, 4303)

interface Shared {
  clock: FollowingClock
  webhooks: WebhookInbox
  coordinator: ReturnType<typeof memoryCoordinator>
}

// Next loads this module separately for the proxy, pages and routes. All copies share this state.
const OWN = Symbol.for('@latchkey/app-next')
const process_ = globalThis as { [OWN]?: Shared }

function createShared(): Shared {
  const clock = site.emulatorUrl ? followClock(process.env) : { now: Date.now }
  return { clock, webhooks: createWebhookInbox(clock), coordinator: memoryCoordinator({ clock }) }
}

process_[OWN] ??= createShared()
export const { clock, webhooks, coordinator } = process_[OWN]

export const { handler, handlers, proxy, readAuth, readFlow, requestContext, requireUser } = latchkey({
  ...handlerOptions(site),
  clock,
  coordinator,
})
