import { type ApiErrorCode, apiErrorCodes } from '../../errors/api-error-code.ts'
import { ApiError, type ApiErrorDetails, type FieldError, TransportError } from '../../errors/index.ts'
import { excerptOf, scrub, secretsOfResponse } from './scrub.ts'
import { withoutPrototypeKeys } from './wire.ts'

/** A complete response with an error status. */
export interface FailedResponse {
  status: number
  text: string
  requestId: string | undefined
  retryAfterSeconds: number | undefined
  /** The secrets of the request, to be removed if the response repeats them. */
  secrets: readonly (string | undefined)[]
}

const known: ReadonlySet<string> = new Set(apiErrorCodes)

/**
 * Parses the API's error bodies: `{message}`, `{code, message}`, `{code, message, errors}`, `{error, error_description}` and
 * `{error, message: []}`. Anything else did not come from the API, whatever its status, and becomes a
 * {@link TransportError}: a proxy's 401 must not sign a user out.
 */
export function readFailure(response: FailedResponse): ApiError | TransportError {
  const { status, requestId, retryAfterSeconds } = response
  const body = parse(response.text)
  if (!isApiBody(body)) {
    const excerpt = excerptOf(response.text, response.secrets)
    return new TransportError('invalid_response', { status, requestId, retryAfterSeconds, excerpt })
  }
  const secrets = [...response.secrets, ...secretsOfResponse(body)]
  const sent = text(body.code) ?? text(body.error)
  const code = codeOf(sent, status)
  const details: ApiErrorDetails = { status, requestId, retryAfterSeconds, body }
  const message = text(body.message) ?? firstText(body.message) ?? text(body.error_description)
  if (message !== undefined) details.message = scrub(message.slice(0, 4_096), secrets).slice(0, 500)
  if (code === 'unrecognized' && sent !== undefined) details.apiCode = scrub(sent, secrets).slice(0, 100)
  details.fieldErrors = readFieldErrors(body.errors ?? body.message, secrets)
  return new ApiError(code, details)
}

function codeOf(sent: string | undefined, status: number): ApiErrorCode {
  const [code, statusText] = codeByStatus.get(status) ?? []
  if (sent !== undefined && sent !== statusText)
    return known.has(sent) ? (sent as ApiErrorCode) : 'unrecognized'
  return code ?? (status >= 500 ? 'server_error' : 'unrecognized')
}

/** The code of a response without one, and the text of the status that some bodies have in its place. */
const codeByStatus = new Map<number, [ApiErrorCode, statusText: string]>([
  [400, ['bad_request', 'Bad Request']],
  [401, ['unauthorized', 'Unauthorized']],
  [403, ['forbidden', 'Forbidden']],
  [404, ['not_found', 'Not Found']],
  [409, ['conflict', 'Conflict']],
  [422, ['invalid_request_parameters', 'Unprocessable Entity']],
  [429, ['too_many_requests', 'Too Many Requests']],
  [500, ['server_error', 'Internal Server Error']],
])

/** The API uses five formats: `{code, message}`, `{field, code}`, `{property, constraints}`, `{instancePath}` and plain text. */
function readFieldErrors(errors: unknown, secrets: readonly (string | undefined)[]): FieldError[] {
  if (!Array.isArray(errors)) return []
  return errors.slice(0, 100).flatMap((item: unknown) => {
    if (typeof item === 'string') return [{ message: scrub(item.slice(0, 500), secrets) }]
    if (typeof item !== 'object' || item === null) return []
    const { code, field, property, instancePath, message, constraints } = item as Record<string, unknown>
    const error: FieldError = {}
    const words = text(message) ?? firstText(constraints)
    const pointer = text(instancePath)?.slice(1).replaceAll('/', '.')
    const name = text(field) ?? text(property) ?? pointer
    if (text(code) !== undefined) error.code = scrub(text(code) as string, secrets).slice(0, 100)
    if (name !== undefined) error.field = scrub(name, secrets).slice(0, 100)
    if (words !== undefined) error.message = scrub(words.slice(0, 500), secrets)
    return [error]
  })
}

function isApiBody(body: unknown): body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  const { code, error, message } = body as Record<string, unknown>
  return text(code) !== undefined || text(error) !== undefined || text(message) !== undefined
}

function parse(json: string): unknown {
  try {
    return withoutPrototypeKeys(JSON.parse(json))
  } catch {
    return undefined
  }
}

function firstText(values: unknown): string | undefined {
  if (typeof values !== 'object' || values === null) return undefined
  return text(Object.values(values)[0])
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
