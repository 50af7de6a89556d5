import type { FlowError } from '../flow/flow-payload.ts'

/** The result of an action. A refused action is a value to show, not an exception. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: FlowError }
