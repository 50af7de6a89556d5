import type { StepName } from '../flow/step.ts'

/** Keeps the flow's id in the page's address, so that a reload finds the step again and Back is the step before. */
export interface FlowAddress {
  /** The page's query. Empty where the flow keeps out of the address. */
  query: URLSearchParams
  /** Writes the flow's id. A new step gets a history entry of its own; everything else replaces the current one. */
  write(flow: string | undefined, step: StepName, from?: StepName): void
  /** Calls `listener` when the user goes back or forward to an entry of another step. Returns a function that stops it. */
  onTraverse(listener: () => void): () => void
}

/** The name under which a history entry says which step it stands for. */
const STEP = 'latchkey.step'

/** The address of the page that is open now. */
export function flowAddress(): FlowAddress {
  const { pathname } = location
  let current: StepName | undefined

  function entry(method: 'pushState' | 'replaceState', url: URL, step: StepName) {
    // Next.js follows a change of the address only when its own marks are not in the state.
    const { __NA, _N, ...otherState } = (history.state ?? {}) as Record<string, unknown>
    history[method]({ ...otherState, [STEP]: step }, '', url)
  }

  return {
    query: new URLSearchParams(location.search),
    write(flow, step, from) {
      current = step
      // The router has moved on to another page in the meantime.
      if (location.pathname !== pathname) return
      const url = new URL(location.href)
      const before = url.href
      // What an earlier response left there would be shown again after a reload.
      for (const name of ['flow', 'error', 'field']) url.searchParams.delete(name)
      if (flow) url.searchParams.set('flow', flow)
      if (!from && url.href === before) return
      try {
        if (from) entry('replaceState', new URL(before), from)
        entry(from ? 'pushState' : 'replaceState', url, step)
      } catch {
        // Sandboxed frames have no history, and some browsers limit how often it changes.
      }
    },
    onTraverse(listener) {
      const onPopState = () => {
        const step: unknown = (history.state as Record<string, unknown> | null)?.[STEP]
        // An entry without a mark is not one of ours, such as a link within the page.
        if (location.pathname === pathname && step !== undefined && step !== current) listener()
      }
      globalThis.addEventListener?.('popstate', onPopState)
      return () => globalThis.removeEventListener?.('popstate', onPopState)
    },
  }
}

/** For a flow that leaves the page's address alone, such as one in a dialog. */
export const noAddress: FlowAddress = {
  query: /* @__PURE__ */ new URLSearchParams(),
  write() {},
  onTraverse: () => () => {},
}
