/** One entry of `errors` in a validation response. */
export interface FieldError {
  code: string
  message: string
  field?: string
}

/** An error response with its exact status and body. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Record<string, string>
  /** Whether changes before the refusal are kept: a wrong guess counts even though the request fails. */
  keepsWritten = false
  /** A detail that is not in the body. It is shown in the dashboard's request log, but never sent. */
  detail?: string

  constructor(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) {
    super(`${status} ${String(body.code ?? body.error ?? body.message)}`)
    this.status = status
    this.body = body
    this.headers = headers
  }

  /** Keeps what the operation has written so far. By default, a refused request changes nothing. */
  keepingWritten(): this {
    this.keepsWritten = true
    return this
  }

  /** Adds the rule that refused the request, if the API's message is vague on purpose. */
  withDetail(detail: string): this {
    this.detail = detail
    return this
  }
}

/** Runs `work`. If it throws a refusal, its changes before that are kept. */
export async function keepingWritten<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Failure ? error.keepingWritten() : error
  }
}

/** `{message}`: 401 and some 404 responses. */
export function failWithMessage(status: number, message: string): Failure {
  return new Failure(status, { message })
}

/** `{code, message, …extra}`: most refusals. */
export function fail(status: number, code: string, message: string, extra: object = {}): Failure {
  return new Failure(status, { code, message, ...extra })
}

/** `{error, error_description, …extra}`: OAuth-style refusals. */
export function failOAuth(error: string, description: string, extra: object = {}, status = 400): Failure {
  return new Failure(status, { error, error_description: description, ...extra })
}

/** `{code, message, errors}`: validation, and user creation. */
export function failWithErrors(status: number, code: string, message: string, errors: FieldError[]): Failure {
  return new Failure(status, { code, message, errors })
}

export function invalid(errors: FieldError[]): Failure {
  return failWithErrors(422, 'invalid_request_parameters', 'The request parameters are not valid.', errors)
}

export function invalidField(field: string, code: string, message: string): Failure {
  return invalid([{ field, code, message }])
}

export function notFound(entity: string, id: string): Failure {
  return fail(404, 'entity_not_found', `${entity} not found: '${id}'.`, { entity_id: id })
}

/** A documented field that is not emulated is refused by name instead of being ignored. */
export function notEmulated(field: string): Failure {
  return fail(501, 'not_emulated', `The emulator does not implement the field ${field}.`, { field })
}

export function unauthorized(message = 'Unauthorized'): Failure {
  return failWithMessage(401, message)
}

export function tooManyRequests(retryAfterSeconds: number): Failure {
  return new Failure(
    429,
    { error: 'too_many_requests', error_description: 'Too many requests. Wait before you try again.' },
    { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterSeconds))) },
  )
}
