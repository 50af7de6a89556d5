/**
 * The local server in your own process.
 *
 * @module @latchkey/emulator
 */

export {
  type ConnectedEmulator,
  type ConnectOptions,
  connectEmulator,
} from './emulator/connect/connect-emulator.ts'
export type { ConnectedEnvironment } from './emulator/connect/connected-environment.ts'
export { createEmulator, type Emulator, type EmulatorOptions } from './emulator/emulator.ts'
export { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from './emulator/environment/credentials.ts'
export type { Duration, Environment, EnvironmentClock } from './emulator/environment/environment.ts'
export type { FaultRule, Faults } from './emulator/faults/faults.ts'
export type { SmtpOptions } from './emulator/inbox/email-delivery.ts'
export type { Inbox, InboxQuery, Message } from './emulator/inbox/inbox.ts'
export type { RequestRecord, Requests } from './emulator/request-log/request-log.ts'
export { SeedError } from './emulator/seed/apply-seed.ts'
export { readSeedFile } from './emulator/seed/read-seed-file.ts'
export type { Seed } from './emulator/seed/seed.ts'
export type { Clock } from './engine/base/clock.ts'
export type { MessageKind } from './engine/context/mailer.ts'
export type { RecordedEvent } from './engine/domain/events/list-events.ts'
export type { WebhookDelivery } from './engine/domain/webhooks/deliver-webhooks.ts'
export type { Settings, SettingsInput } from './engine/services/settings.ts'
export type { PublicJwk } from './engine/services/signing-keys.ts'
export { StorageError } from './engine/storage/storage-error.ts'
