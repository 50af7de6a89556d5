import { currentCause } from '../../engine/base/cause.ts'
import type { Clock } from '../../engine/base/clock.ts'
import { createIds } from '../../engine/base/ids.ts'
import { seededRandomness, systemRandomness } from '../../engine/base/randomness.ts'
import { createVault } from '../../engine/base/secrets.ts'
import type { EngineListeners, EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { createWebhookSender } from '../../engine/domain/webhooks/deliver-webhooks.ts'
import { type PersistedValue, persistValue, refreshValues } from '../../engine/services/persisted-value.ts'
import { createLimiter } from '../../engine/services/rate-limits.ts'
import { defaultSettings, type Settings } from '../../engine/services/settings.ts'
import { createKeys } from '../../engine/services/signing-keys.ts'
import { clearTables } from '../../engine/storage/clear-tables.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'
import { onCommitted, outsideUnits } from '../../engine/storage/unit-of-work.ts'
import { createFaults } from '../faults/faults.ts'
import { createMailbox } from '../inbox/inbox.ts'
import { createRequestLog } from '../request-log/request-log.ts'
import type { ClockPosition } from './clock-commands.ts'
import type { EmulatorConfig, EmulatorEnvironment } from './emulator-environment.ts'
import { createEnvironmentTime } from './environment-clock.ts'
import { createSnapshots } from './snapshots.ts'
import { createUpdates } from './updates.ts'

/** Opens an environment with its storage: combines the engine and the parts that only an emulator has. */
export async function openEnvironment(
  config: EmulatorConfig,
  credentials: EnvironmentCredentials,
  storage: EnvironmentStorage,
  baseClock: Clock,
): Promise<EmulatorEnvironment> {
  const parts = createParts(config, credentials, storage, baseClock)
  const { updates, clock, ids, random, vault, settings, faults, inbox, signKeys } = parts
  const persisted = [settings, clock.persisted, faults.persisted] as Array<PersistedValue<unknown>>
  let keys = signKeys()
  const state: EmulatorEnvironment = {
    config,
    ...credentials,
    storage,
    clock,
    ids,
    random,
    vault,
    inbox,
    mailer: inbox,
    listeners: {
      eventRecorded: (event) => eventRecorded(state, webhooks, event),
      webhookEndpointsChanged: () => webhooks.forget(),
    },
    faults,
    updates,
    requests: createRequestLog(storage, () => updates.publish({ topic: 'request' })),
    limiter: createLimiter(config.limits, clock, storage),
    get db() {
      return storage.db
    },
    get keys() {
      return keys
    },
    get webhooks() {
      return webhooks
    },
    get snapshots() {
      return snapshots
    },
    get settings() {
      return settings.value
    },
    // A setting that is newer than the stored data has its default.
    async updateSettings(change) {
      await settings.change((now) => ({ ...defaultSettings(), ...now, ...change }))
      updates.publish({ topic: 'settings' })
    },
    async synchronize() {
      if (storage.shared) await refreshValues(storage, ...persisted)
    },
    reset: () => outsideUnits(clear),
    restore: (snapshot) =>
      outsideUnits(async () => {
        await restoreContent(parts, storage, snapshot)
        keys = signKeys()
        webhooks.forget()
      }),
    close() {
      // An environment and its emulator can be closed in any order, and more than once.
      closing ??= shutDown()
      return closing
    },
  }
  async function clear(): Promise<void> {
    await clearTables(storage.db)
    settings.accept(undefined)
    const { inbox, requests, limiter } = state
    await Promise.all([settings.change(defaultSettings), faults.clear(), inbox.clear(), requests.clear()])
    limiter.clear()
    webhooks.forget()
  }
  let closing: Promise<void> | undefined
  async function shutDown(): Promise<void> {
    state.inbox.stopWaiting()
    await webhooks.stop()
    await Promise.allSettled([...persisted.map((one) => one.settled()), state.requests.settled()])
    await storage.close()
  }
  const webhooks = createWebhookSender(state)
  const snapshots = createSnapshots(state)
  if (!storage.ephemeral) {
    await refreshValues(storage, ...persisted)
    await state.inbox.load()
    webhooks.wake()
  }
  return state
}

/** The parts of an environment, before they are connected. */
function createParts(
  config: EmulatorConfig,
  credentials: EnvironmentCredentials,
  storage: EnvironmentStorage,
  baseClock: Clock,
) {
  const { deterministic, delivery } = config
  const random =
    deterministic === undefined ? systemRandomness : seededRandomness(`${deterministic} ${credentials.name}`)
  // This source is separate from the others, so that the time of the first token signature does not change later ids.
  const seededKeys =
    deterministic === undefined ? undefined : seededRandomness(`${deterministic} ${credentials.name} keys`)
  const updates = createUpdates()
  const clock = createEnvironmentTime(baseClock, storage, () => updates.publish({ topic: 'clock' }))
  const ids = createIds(clock, random)
  const vault = createVault(credentials.apiKey, random)
  const settings: PersistedValue<Settings> = persistValue(storage, 'settings', defaultSettings(), 'restart')
  const faults = createFaults(storage, ids, random)
  const inbox = createMailbox(
    storage,
    vault,
    clock,
    ids,
    (arrived) =>
      updates.publish({
        topic: 'mail',
        ...(arrived !== undefined && { text: `1 new email: ${arrived.subject}, to ${arrived.to}` }),
      }),
    delivery && ((message) => delivery.deliver(message, settings.value.team_name)),
  )
  const signKeys = () => createKeys(storage, clock, random, seededKeys)
  return { updates, clock, ids, random, vault, settings, faults, inbox, signKeys }
}

/** Passes an event to its endpoints, to the request that caused it, and to open dashboards. */
async function eventRecorded(
  { requests, updates }: EmulatorEnvironment,
  webhooks: ReturnType<typeof createWebhookSender>,
  event: Parameters<EngineListeners['eventRecorded']>[0],
): Promise<void> {
  await webhooks.enqueue(event)
  const cause = currentCause()
  onCommitted(() => {
    if (cause !== undefined) requests.addCaused(cause.id, { id: event.id, event: event.event })
    updates.publish({ topic: 'event' })
  })
}

/** The content of a snapshot, without the clock and the faults: those are set by hand, and stay. */
async function restoreContent(
  { settings, clock, faults }: ReturnType<typeof createParts>,
  storage: EnvironmentStorage,
  snapshot: Uint8Array,
): Promise<void> {
  const position: ClockPosition = clock.persisted.value
  const rules = faults.persisted.value
  await storage.restore(snapshot)
  await refreshValues(storage, settings)
  await Promise.all([clock.persisted.change(() => position), faults.persisted.change(() => rules)])
}
