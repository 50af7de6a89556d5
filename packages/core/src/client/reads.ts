import type { HandlerResponse, Send } from './exchange.ts'
import type { Result } from './result.ts'

/** Tracks a page's read requests, so that they can be held back while its session ends. */
export interface Reads {
  send: Send
  /**
   * Ends the session with no read request in flight. The handler would refuse such a request afterward, and browsers log every
   * refusal to the console. If the session does not end, the read requests are sent again.
   */
  endWith<T>(end: () => Promise<Result<T>>): Promise<Result<T>>
}

/** The response to a read request after its session has ended. */
const ABORTED: HandlerResponse = { status: 0, body: { error: { code: 'network' } } }

/** Tracks the read requests in flight. */
export function createReads(send: Send): Reads {
  const underWay = new Set<(ending: Promise<Result<unknown>>) => void>()
  let ending: Promise<Result<unknown>> | undefined

  async function read(request: Parameters<Send>[0]): Promise<HandlerResponse> {
    if (ending && (await ending).ok) return ABORTED
    const abort = new AbortController()
    let stoppedBy: typeof ending
    const stop = (by: Promise<Result<unknown>>) => {
      stoppedBy = by
      abort.abort()
    }
    underWay.add(stop)
    const response = await send({ ...request, abort })
    underWay.delete(stop)
    if (!stoppedBy) return response
    return (await stoppedBy).ok ? ABORTED : read(request)
  }

  return {
    // A request that its caller can abort belongs to a flow, which needs no session.
    send: (request) => (request.body || request.method || request.abort ? send(request) : read(request)),
    async endWith(end) {
      const result = end()
      ending = result
      for (const stop of underWay) stop(result)
      try {
        return await result
      } finally {
        ending = undefined
      }
    },
  }
}
