import type { FlowError } from '../flow/flow-payload.ts'

/** The outcome of something a person asked for. A refusal is a value to show, not an exception. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: FlowError }
