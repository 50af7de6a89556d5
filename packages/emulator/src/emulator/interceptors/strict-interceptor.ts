import * as v from 'valibot'
import type { ApiResponse, Operation } from '../../engine/web/http/operation.ts'
import type { Interceptor } from '../../engine/web/server/interceptor.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** Validates responses against the API description, if the `strict` option is set. */
export const strictInterceptor: Interceptor<EmulatorEnvironment> = {
  check({ operation }, response, environment) {
    if (environment.config.strict) requireDocumented(operation, response)
  },
}

/** A response that the API description does not allow is a bug, so it throws. */
function requireDocumented(operation: Operation, response: ApiResponse): void {
  const schema = operation.responses[response.status]
  if (schema === undefined) {
    throw new Error(`${operation.id} returned ${response.status}, which its description does not list`)
  }
  if (schema === null) {
    if (response.body !== undefined)
      throw new Error(`${operation.id} returned a body, but its description has none`)
    return
  }
  const result = v.safeParse(schema, response.body)
  if (!result.success) {
    throw new Error(
      `${operation.id} returned a body that does not match its description: ${v.summarize(result.issues)}`,
    )
  }
}
