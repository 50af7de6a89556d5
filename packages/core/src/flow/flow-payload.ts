import type { FlowErrorCode } from './messages.ts'
import type { FlowKind, Step } from './step.ts'

/** An error in a flow, ready to be shown. */
export interface FlowError {
  code: FlowErrorCode
  /** The input that the error belongs to. Absent if it concerns the form as a whole. */
  field?: string
  /** Seconds until the next attempt is allowed. */
  retryAfterSeconds?: number
  /** The API's reasons, such as each rule that a password breaks. */
  reasons?: readonly string[]
  /** The app's own message, shown as is instead of the text for the code. */
  message?: string
  /** The app's own messages by input, if it found more than one error. */
  messages?: Readonly<Record<string, string>>
}

/** The state of a flow, as the handler returns it and a page renders it. */
export interface FlowPayload {
  kind: FlowKind
  /**
   * Identifies this attempt, so that several tabs can each run one. Sent back as the field `flow`. Absent before the first
   * action.
   */
  flow?: string
  step: Step
  error?: FlowError
  /** The values to fill in again after a reload. Never a password or a code. */
  values: Readonly<Record<string, string>>
  /** Where the user wants to go. */
  returnTo: string
}
