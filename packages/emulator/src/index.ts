/**
 * The local server in a process of yours.
 *
 * @module @latchkey/emulator
 */

export type { Clock } from './clock.ts'
export { type ConnectedEmulator, type ConnectOptions, connectEmulator } from './connect/connect-emulator.ts'
export type { ConnectedEnvironment } from './connect/connected-environment.ts'
export type { MessageKind } from './context/mailer.ts'
export { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from './credentials.ts'
export { createEmulator, type Emulator, type EmulatorOptions } from './emulator.ts'
export type { Duration, Environment, EnvironmentClock } from './environment/environment.ts'
export type { FaultRule, Faults } from './environment/faults.ts'
export type { Inbox, InboxQuery, Message } from './environment/inbox.ts'
export type { PublicJwk } from './environment/keys.ts'
export type { RequestRecord, Requests } from './environment/requests.ts'
export type { Settings, SettingsInput } from './environment/settings.ts'
export type { RecordedEvent } from './events/list-events.ts'
export { SeedError } from './seed/apply-seed.ts'
export { readSeedFile } from './seed/read-seed-file.ts'
export type { Seed } from './seed/seed.ts'
export { StorageError } from './storage/storage-error.ts'
export type { WebhookDelivery } from './webhooks/sender.ts'
