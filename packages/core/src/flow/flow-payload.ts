import type { FlowErrorCode } from './messages.ts'
import type { FlowKind, Step } from './step.ts'

/** What went wrong in a flow, ready to be shown. */
export interface FlowError {
  code: FlowErrorCode
  /** The input it belongs to; absent when it concerns the form as a whole. */
  field?: string
  /** Seconds until trying again makes sense. */
  retryAfterSeconds?: number
  /** Reasons as the API states them, such as each rule that a password breaks. */
  reasons?: readonly string[]
  /** The app's own sentence, shown as it is instead of the text of the code. */
  message?: string
  /** The app's own sentences by input, where it found more than one fault. */
  messages?: Readonly<Record<string, string>>
}

/** The state of a flow, as the handler returns it and a page renders it. */
export interface FlowPayload {
  kind: FlowKind
  /** Names this attempt among several tabs. Sent back as the field `flow`. Absent before the first action. */
  flow?: string
  step: Step
  error?: FlowError
  /** What to fill in again after a reload; never a password or a code. */
  values: Readonly<Record<string, string>>
  /** Where the user wanted to go. */
  returnTo: string
}
