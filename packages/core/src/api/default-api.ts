import { type Api, type ApiOptions, createApi } from './request/api.ts'

// Settings of the program, not data of a user: one process has one key.
const settings: ApiOptions = {}
let made: Api | undefined

/** The key of the process-wide client. Default: `WORKOS_API_KEY`. */
export function setApiKey(apiKey: string): void {
  settings.apiKey = apiKey
  made = undefined
}

/** The client ID of the process-wide client. Default: `WORKOS_CLIENT_ID`. */
export function setClientId(clientId: string): void {
  settings.clientId = clientId
  made = undefined
}

/** The process-wide client, made at its first use. Fails with `ConfigError`, as `createApi` does. */
export function defaultApi(): Api {
  made ??= createApi(settings)
  return made
}

/** An operation on {@link defaultApi}, which is made when it is first called. */
export function bound<Rest extends unknown[], Result>(
  operation: (api: Api, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => operation(defaultApi(), ...rest)
}
