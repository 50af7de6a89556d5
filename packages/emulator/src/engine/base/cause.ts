import { AsyncLocalStorage } from 'node:async_hooks'

/** The request on whose behalf something happens. */
export interface Cause {
  id: string
  method: string
  path: string
  /** The browser in front of the user, in words, where it is known. */
  device?: string
  /** The languages that it prefers, as its `Accept-Language`. */
  locale?: string
}

const causes = new AsyncLocalStorage<Cause>()

/** Runs `work`, and lets what it leads to (an email, for example) know the request it is done for. */
export function causedBy<T>(cause: Cause, work: () => T): T {
  return causes.run(cause, work)
}

export function currentCause(): Cause | undefined {
  return causes.getStore()
}
