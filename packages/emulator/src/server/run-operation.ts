import type { EnvironmentState } from '../environment/state.ts'
import { Failure, fail, failWithMessage } from '../http/failure.ts'
import { once } from '../http/idempotency.ts'
import type { Answer, Operation } from '../http/operation.ts'
import { isStorable, readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import { isConstraintViolation } from '../storage/constraint-violation.ts'
import { environmentOf } from './environment-of.ts'
import type { Registry } from './registry.ts'
import { requireDocumented } from './strict.ts'

export interface Exchange {
  /** Set as soon as the request has named one, also when it then fails. */
  env?: EnvironmentState
  answer: Answer
}

/** One request through an operation: who asks (401), is it well formed (422), then the operation itself. */
export async function runOperation(
  registry: Registry,
  operation: Operation,
  request: Request,
  params: Record<string, string>,
): Promise<Exchange> {
  const exchange: Exchange = { answer: { status: 500 } }
  try {
    exchange.answer = await answerOf(registry, operation, request, params, exchange)
  } catch (error) {
    const failure = isConstraintViolation(error) ? overtaken() : error
    if (!(failure instanceof Failure)) throw failure
    exchange.answer = { status: failure.status, body: failure.body, headers: failure.headers }
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
  request: Request,
  params: Record<string, string>,
  exchange: Exchange,
): Promise<Answer> {
  if (!Object.values(params).every(isStorable)) throw failWithMessage(404, 'Not Found')
  const query = queryOf(request.url)
  const authorization = request.headers.get('authorization')
  // The key is checked before the body is read, unless the body is what names the environment.
  if (operation.access !== 'client_in_body') {
    exchange.env = await environmentOf(registry, operation, { params, query, body: undefined, authorization })
  }
  const body = operation.method === 'GET' ? {} : await readBody(request)
  exchange.env ??= await environmentOf(registry, operation, { params, query, body, authorization })
  const env = exchange.env
  const input = {
    env,
    params,
    query: operation.query === undefined ? query : validate(operation.query, query),
    body: operation.body === undefined ? body : validate(operation.body, body),
    request,
  }
  const run = async () => operation.handle(input)
  const key = request.headers.get('idempotency-key')
  const repeatable = operation.method === 'POST' && operation.id !== 'authenticate' && key !== null
  const answer = repeatable ? await once(env, key, new URL(request.url).pathname, body, run) : await run()
  if (env.config.strict) requireDocumented(operation, answer)
  return answer
}

/** Query parameters by name; repeated ones and `name[]` become lists, empty ones are left out. */
function queryOf(url: string): Record<string, unknown> {
  const query = new Map<string, string | string[]>()
  for (const [rawName, value] of new URL(url).searchParams) {
    if (value === '' || !isStorable(value) || !isStorable(rawName)) continue
    const name = rawName.replace(/\[\]$/, '')
    const earlier = query.get(name)
    if (earlier === undefined) query.set(name, rawName.endsWith('[]') ? [value] : value)
    else query.set(name, [...(Array.isArray(earlier) ? earlier : [earlier]), value])
  }
  return Object.fromEntries(query)
}
