import type { FaultRule } from '../environment/faults.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { Failure, fail, failWithMessage } from '../http/failure.ts'
import { once } from '../http/idempotency.ts'
import type { Answer, ApiRequest, Operation } from '../http/operation.ts'
import { isStorable, readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import { isConstraintViolation } from '../storage/constraint-violation.ts'
import { isAllowedOrigin } from './cors.ts'
import { countRequest } from './count-request.ts'
import { environmentOf } from './environment-of.ts'
import { wait } from './inflict-fault.ts'
import { queryOf } from './query-of.ts'
import type { Registry } from './registry.ts'
import { requireDocumented } from './strict.ts'

export interface Exchange {
  /** Set as soon as the request has named one, also when it then fails. */
  env?: EnvironmentState
  /** The fault that struck, when there was one. */
  fault?: FaultRule
  answer: Answer
  /** What the answer does not tell: for the person who looks at the request log. */
  because?: string
}

/**
 * One request through an operation: who asks (401), does a fault strike, is it well formed (422), then the
 * operation itself.
 */
export async function runOperation(
  registry: Registry,
  operation: Operation,
  params: Record<string, string>,
  request: ApiRequest,
): Promise<Exchange> {
  const exchange: Exchange = { answer: { status: 500 } }
  try {
    exchange.answer = await answerOf(registry, operation, params, request, exchange)
  } catch (error) {
    const failure = isConstraintViolation(error) ? overtaken() : error
    if (!(failure instanceof Failure)) throw failure
    exchange.answer = { status: failure.status, body: failure.body, headers: failure.headers }
    if (failure.because !== undefined) exchange.because = failure.because
  }
  return exchange
}

/** Everything was in order when it was checked, and no longer when it was written. */
function overtaken(): Failure {
  return fail(409, 'conflict', 'Another request changed the same thing at the same moment.')
}

async function answerOf(
  registry: Registry,
  operation: Operation,
  params: Record<string, string>,
  request: ApiRequest,
  exchange: Exchange,
): Promise<Answer> {
  if (!Object.values(params).every(isStorable)) throw failWithMessage(404, 'Not Found')
  await refuseForeignPage(registry, operation, request)
  const query = queryOf(request.url)
  const located = {
    params,
    query,
    body: undefined as unknown,
    authorization: request.header('authorization') ?? null,
  }
  // The key is checked before the body is read, unless the body is what names the environment.
  if (operation.access === 'client_in_body') located.body = await readBody(request)
  const env = await environmentOf(registry, operation, located)
  exchange.env = env
  const struck = await strike(exchange, env, operation, request.path)
  if (struck !== undefined) return struck
  if (env.limiter.isOn) await countRequest(env, operation)

  const body = operation.method === 'GET' ? {} : (located.body ?? (await readBody(request)))
  const input = {
    env,
    params,
    authorization: located.authorization,
    query: operation.query === undefined ? query : validate(operation.query, query),
    body: operation.body === undefined ? body : validate(operation.body, body),
  }
  const run = async () => operation.handle(input)
  const key = operation.method === 'POST' ? request.header('idempotency-key') : undefined
  const isRepeatable = key !== undefined && operation.id !== 'authenticate'
  const answer = await env.storage.durably(() =>
    isRepeatable ? once(env, key, request.path, body, run) : run(),
  )
  if (env.config.strict) requireDocumented(operation, answer)
  return answer
}

/**
 * What needs no key could be posted by any web page that a developer visits: it could not read the response, but
 * it would count. Pages that may call the API may do that as well.
 */
async function refuseForeignPage(
  registry: Registry,
  { method, access = 'api_key' }: Operation,
  { header }: ApiRequest,
): Promise<void> {
  if (method === 'GET' || access === 'api_key' || header('sec-fetch-site') !== 'cross-site') return
  if (await isAllowedOrigin(registry, header('origin') ?? '')) return
  throw failWithMessage(403, 'The emulator takes no requests from pages of other sites.')
}

/** Does what a fault says; returns its answer when it has one. */
async function strike(
  exchange: Exchange,
  env: EnvironmentState,
  { method, id }: Operation,
  path: string,
): Promise<Answer | undefined> {
  if (!env.config.faults) return undefined
  const fault = await env.faults.strike({ method, path, operation: id })
  if (fault === undefined) return undefined
  exchange.fault = fault
  exchange.because = 'A fault rule struck.'
  if (fault.delay_ms !== undefined) await wait(fault.delay_ms)
  return fault.connection === undefined ? fault.respond : { status: 0 }
}
