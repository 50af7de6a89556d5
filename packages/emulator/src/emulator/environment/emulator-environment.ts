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

/** What all environments of one emulator share. */
export interface EmulatorConfig extends EngineConfig {
  limits: 'off' | 'documented'
  /** Whether faults may be added. */
  faults: boolean
  strict: boolean
  /** Of the environment that is always there. */
  defaultCredentials: EnvironmentCredentials
  /** Where emails go besides the inbox. */
  delivery: EmailDelivery | undefined
  /** The same seed makes the same ids, codes and tokens, at the same time of the clock. */
  deterministic: string | undefined
}

/** An environment of the engine, with everything that only an emulator has. */
export interface EmulatorEnvironment extends EngineContext {
  readonly config: EmulatorConfig
  readonly clock: EnvironmentTime
  readonly inbox: Mailbox
  readonly faults: FaultTable
  readonly requests: RequestLog
  readonly webhooks: WebhookSender
  readonly snapshots: Snapshots
  readonly updates: EnvironmentUpdates
  /** Forgets everything but the credentials, the clock and the signing keys. */
  reset(): Promise<void>
  /** Puts the content of a snapshot in place of what is there; clock, inbox and faults go on as they are. */
  restore(snapshot: Uint8Array): Promise<void>
  /** Stops what runs in the background, then closes the storage. */
  close(): Promise<void>
}
