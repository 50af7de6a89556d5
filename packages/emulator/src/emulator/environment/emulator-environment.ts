import type {
  EngineConfig,
  EngineContext,
  EnvironmentCredentials,
} from '../../engine/context/engine-context.ts'
import type { WebhookSender } from '../../engine/domain/webhooks/deliver-webhooks.ts'
import type { FaultTable } from '../faults/faults.ts'
import type { EmailDelivery } from '../inbox/email-delivery.ts'
import type { Mailbox } from '../inbox/inbox.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import type { EnvironmentTime } from './environment-clock.ts'
import type { Snapshots } from './snapshots.ts'
import type { EnvironmentUpdates } from './updates.ts'

/** What all environments of an emulator share. */
export interface EmulatorConfig extends EngineConfig {
  limits: 'off' | 'documented'
  /** Whether faults can be added. */
  faults: boolean
  strict: boolean
  /** The credentials of the default environment. */
  defaultCredentials: EnvironmentCredentials
  /** Where emails are delivered in addition to the inbox. */
  delivery: EmailDelivery | undefined
  /** The seed text for random values: the same text at the same clock time produces the same ids, codes and tokens. */
  deterministic: string | undefined
}

/** An environment of the engine, with the parts that only an emulator has. */
export interface EmulatorEnvironment extends EngineContext {
  readonly config: EmulatorConfig
  readonly clock: EnvironmentTime
  readonly inbox: Mailbox
  readonly faults: FaultTable
  readonly requests: RequestLog
  readonly webhooks: WebhookSender
  readonly snapshots: Snapshots
  readonly updates: EnvironmentUpdates
  /** Deletes everything except the credentials, the clock and the signing keys. */
  reset(): Promise<void>
  /** Replaces the content by that of a snapshot. The clock, the inbox and faults stay as they are. */
  restore(snapshot: Uint8Array): Promise<void>
  /** Stops background work, then closes the storage. */
  close(): Promise<void>
}
