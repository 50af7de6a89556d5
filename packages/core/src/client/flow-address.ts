import type { StepName } from '../flow/step.ts'

/** Keeps the flow's id in the page's URL, so that a reload shows the same step and Back goes to the previous step. */
export interface FlowAddress {
  /** The page's query. Empty if the flow is kept out of the URL. */
  query: URLSearchParams
  /** Writes the flow's id. A new step gets its own history entry; every other change replaces the current entry. */
  write(flow: string | undefined, step: StepName, from?: StepName): void
  /** Calls `listener` when the user goes back or forward to the entry of another step. Returns a function that unsubscribes. */
  onTraverse(listener: () => void): () => void
}

/** The key of the step in the state of a history entry. */
const STEP = 'latchkey.step'

/** The URL of the current page. */
export function flowAddress(): FlowAddress {
  const { pathname } = location
  let current: StepName | undefined

  function entry(method: 'pushState' | 'replaceState', url: URL, step: StepName) {
    // Next.js picks up a change of the URL only if its own marks are not in the state.
    const { __NA, _N, ...otherState } = (history.state ?? {}) as Record<string, unknown>
    history[method]({ ...otherState, [STEP]: step }, '', url)
  }

  return {
    query: new URLSearchParams(location.search),
    write(flow, step, from) {
      current = step
      // The router has moved to another page in the meantime.
      if (location.pathname !== pathname) return
      const url = new URL(location.href)
      const before = url.href
      // Parameters left by an earlier response would be shown again after a reload.
      for (const name of ['flow', 'error', 'field']) url.searchParams.delete(name)
      if (flow) url.searchParams.set('flow', flow)
      if (!from && url.href === before) return
      try {
        if (from) entry('replaceState', new URL(before), from)
        entry(from ? 'pushState' : 'replaceState', url, step)
      } catch {
        // Sandboxed frames have no history, and some browsers limit how often it can change.
      }
    },
    onTraverse(listener) {
      const onPopState = () => {
        const step: unknown = (history.state as Record<string, unknown> | null)?.[STEP]
        // An entry without our key, such as a link within the page, is not one of ours.
        if (location.pathname === pathname && step !== undefined && step !== current) listener()
      }
      globalThis.addEventListener?.('popstate', onPopState)
      return () => globalThis.removeEventListener?.('popstate', onPopState)
    },
  }
}

/** For a flow that leaves the page's URL alone, such as one in a dialog. */
export const noAddress: FlowAddress = {
  query: /* @__PURE__ */ new URLSearchParams(),
  write() {},
  onTraverse: () => () => {},
}
