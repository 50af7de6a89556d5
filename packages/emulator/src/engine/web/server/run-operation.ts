import { Failure, fail, failWithMessage, notEmulated } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import { isConstraintViolation } from '../../storage/constraint-violation.ts'
import { once } from '../http/idempotency.ts'
import type { ApiRequest, ApiResponse, Operation } from '../http/operation.ts'
import { queryOf } from '../http/query-of.ts'
import { isStorable, readBody } from '../http/request-body.ts'
import { validate } from '../http/validate.ts'
import { isAllowedOrigin } from './cors.ts'
import { countRequest } from './count-request.ts'
import { environmentOf } from './environment-of.ts'
import type { ApiServer, Exchange } from './interceptor.ts'

/**
 * Runs one request through an operation: authentication (401), interceptors, validation (422), then the operation itself. Sets
 * the response of the exchange, or its error.
 */
export async function runOperation<Context extends EngineContext>(
  server: ApiServer<Context>,
  exchange: Exchange<Context>,
  params: Record<string, string>,
  request: ApiRequest,
): Promise<void> {
  try {
    exchange.response = await responseTo(server, exchange, params, request)
  } catch (error) {
    const failure = isConstraintViolation(error) ? overtaken() : error
    if (!(failure instanceof Failure)) throw failure
    exchange.response = { status: failure.status, body: failure.body, headers: failure.headers }
    if (failure.detail !== undefined) exchange.detail = failure.detail
  }
}

/** The error for a check that was valid but no longer held when the change was written. */
function overtaken(): Failure {
  return fail(409, 'conflict', 'Another request changed the same object at the same time.')
}

async function responseTo<Context extends EngineContext>(
  { registry, interceptors }: ApiServer<Context>,
  exchange: Exchange<Context>,
  params: Record<string, string>,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { operation } = exchange
  if (!Object.values(params).every(isStorable)) throw failWithMessage(404, 'Not Found')
  await refuseForeignPage(registry, operation, request)
  const query = queryOf(request.url)
  const located = {
    params,
    query,
    body: undefined as unknown,
    authorization: request.header('authorization') ?? null,
    cookies: request.header('cookie') ?? null,
  }
  // The key is checked before the body is read, unless the body names the environment.
  if (operation.access === 'client_in_body') located.body = await readBody(request)
  const context = await environmentOf(registry, operation, located)
  exchange.context = context
  for (const { before } of interceptors) {
    const response = await before?.(exchange, context)
    if (response !== undefined) return response
  }
  if (context.limiter.isOn) await countRequest(context, operation)

  const body = operation.method === 'GET' ? {} : (located.body ?? (await readBody(request)))
  for (const field of operation.notEmulated ?? []) {
    if (query[field] !== undefined || isGiven(body, field)) throw notEmulated(field)
  }
  const input = {
    context,
    params,
    authorization: located.authorization,
    cookies: located.cookies,
    query: operation.query === undefined ? query : validate(operation.query, query),
    body: operation.body === undefined ? body : validate(operation.body, body),
  }
  const handle = async () => operation.handle(input)
  const key = operation.method === 'POST' ? request.header('idempotency-key')?.trim() : undefined
  // Some clients always send the header, but leave it empty.
  const isRepeatable = key !== undefined && key !== '' && operation.id !== 'authenticate'
  const response = await context.storage.durably(async () =>
    isRepeatable
      ? once(context, key, request.path, body, async () => finished(await handle()))
      : finished(await context.storage.atomically(handle)),
  )
  for (const { check } of interceptors) check?.(exchange, response, context)
  return response
}

async function finished({ finish, ...response }: ApiResponse): Promise<ApiResponse> {
  return finish === undefined ? response : { ...response, body: await finish() }
}

function isGiven(body: unknown, field: string): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return false
  return Reflect.get(body, field) !== null
}

/**
 * An operation without a key could be called by any web page that a developer visits: the page could not read the response, but
 * the call would take effect. Only pages that can call the API are allowed.
 */
async function refuseForeignPage(
  registry: EnvironmentRegistry,
  { method, access = 'api_key' }: Operation,
  { header }: ApiRequest,
): Promise<void> {
  if (method === 'GET' || access === 'api_key' || !isForeign(header)) return
  if (await isAllowedOrigin(registry, header('origin') ?? '')) return
  throw failWithMessage(403, 'The emulator does not accept requests from pages of other sites.')
}

/** Browsers leave out `Sec-Fetch-Site` for plain HTTP outside this machine, but always send the `Origin` of a post. */
function isForeign(header: ApiRequest['header']): boolean {
  const site = header('sec-fetch-site')
  if (site !== undefined) return site === 'cross-site'
  const origin = header('origin')
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== header('host')
}
