import { AsyncLocalStorage } from 'node:async_hooks'

/** The request that causes something. */
export interface Cause {
  id: string
  method: string
  path: string
  /** A description of the user's browser, if known. */
  device?: string
  /** The browser's preferred languages, from its `Accept-Language` header. */
  locale?: string
}

const causes = new AsyncLocalStorage<Cause>()

/** Runs `work`, and records the request as the cause of its effects, such as emails. */
export function causedBy<T>(cause: Cause, work: () => T): T {
  return causes.run(cause, work)
}

export function currentCause(): Cause | undefined {
  return causes.getStore()
}
