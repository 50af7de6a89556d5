import { describe, expect, it } from 'vitest'
import { ApiError, ConfigError, SessionError, TransportError } from '../../errors/index.ts'
import type { Fault } from '../events/fault.ts'
import { fault } from '../events/fault.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { BodyError } from './request-body.ts'
import { explain } from './run-route.ts'

/** What the caller sees of an error, and what the operator learns. */
async function explained(cause: unknown) {
  const events: HandlerEvent[] = []
  const faults: [string, string][] = []
  const context: Pick<HandlerContext, 'emit' | 'report'> = {
    emit: (event) => events.push(event),
    report: async ({ code }: Fault, path = '') => {
      faults.push([code, path])
    },
  }
  const { status, error } = await explain(cause, '/auth/me', context as HandlerContext)
  return { status, code: error.code, events, faults }
}

describe('an error inside a route', () => {
  it('that is thrown on purpose has its own code, and nothing is reported', async () => {
    expect(await explained(new RouteError('forbidden'))).toEqual({
      status: 403,
      code: 'forbidden',
      events: [],
      faults: [],
    })
    expect(await explained(new SessionError('session_too_large'))).toMatchObject({ code: 'too_large' })
    expect(await explained(new BodyError(413, 'Large.'))).toEqual({
      status: 413,
      code: 'invalid_request',
      events: [],
      faults: [],
    })
  })

  it('is reported with the path if only the operator can fix it', async () => {
    expect(await explained(new BodyError(400, 'Read.', 'unknown', fault('body_consumed')))).toMatchObject({
      faults: [['body_consumed', '/auth/me']],
      events: [],
    })
    expect(await explained(new ApiError('unauthorized', { status: 401 }))).toEqual({
      status: 503,
      code: 'service_unavailable',
      faults: [['api_key_refused', '/auth/me']],
      events: [],
    })
  })

  it('of the API is reported with its code', async () => {
    expect(await explained(new ApiError('conflict', { status: 409 }))).toEqual({
      status: 409,
      code: 'conflict',
      faults: [],
      events: [{ type: 'failed', path: '/auth/me', code: 'conflict' }],
    })
  })

  it('of the network is an outage', async () => {
    const { status, code, events } = await explained(new TransportError('network', { outcome: 'unknown' }))
    expect([status, code, events]).toEqual([503, 'service_unavailable', []])
  })

  it('is 404 for an id that cannot be in a path, and nothing is reported', async () => {
    const cause = new ConfigError('input_invalid', 'An ID must not contain a slash.')
    expect(await explained(cause)).toEqual({ status: 404, code: 'not_found', events: [], faults: [] })
  })

  it.each([new RangeError('secret detail'), new ConfigError('option_invalid', 'x'), 'text', undefined])(
    'of our own code shows no detail, and is reported: %s',
    async (cause) => {
      expect(await explained(cause)).toEqual({
        status: 500,
        code: 'unknown',
        faults: [],
        events: [{ type: 'failed', path: '/auth/me', code: 'unexpected' }],
      })
    },
  )
})
