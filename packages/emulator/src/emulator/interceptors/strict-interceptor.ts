import * as v from 'valibot'
import type { ApiResponse, Operation } from '../../engine/web/http/operation.ts'
import type { Interceptor } from '../../engine/web/server/interceptor.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** Checks responses against their own description, where the emulator was told to. */
export const strictInterceptor: Interceptor<EmulatorEnvironment> = {
  check({ operation }, response, environment) {
    if (environment.config.strict) requireDocumented(operation, response)
  },
}

/** A response that its own description does not allow is a bug, and says so. */
function requireDocumented(operation: Operation, response: ApiResponse): void {
  const schema = operation.responses[response.status]
  if (schema === undefined) {
    throw new Error(`${operation.id} answered ${response.status}, which its description does not list`)
  }
  if (schema === null) {
    if (response.body !== undefined)
      throw new Error(`${operation.id} answered a body where none is described`)
    return
  }
  const result = v.safeParse(schema, response.body)
  if (!result.success) {
    throw new Error(`${operation.id} answered what its description forbids: ${v.summarize(result.issues)}`)
  }
}
