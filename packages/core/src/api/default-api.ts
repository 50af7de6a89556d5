import { type Api, type ApiOptions, createApi } from './request/api.ts'

// These settings belong to the process, not to a user: one process has one API key.
const settings: ApiOptions = {}
let made: Api | undefined

/** Sets the API key of the process-wide client. Default: `WORKOS_API_KEY`. */
export function setApiKey(apiKey: string): void {
  settings.apiKey = apiKey
  made = undefined
}

/** Sets the client ID of the process-wide client. Default: `WORKOS_CLIENT_ID`. */
export function setClientId(clientId: string): void {
  settings.clientId = clientId
  made = undefined
}

/** The process-wide client, created on first use. Fails with the `ConfigError`s of `createApi`. */
export function defaultApi(): Api {
  made ??= createApi(settings)
  return made
}

/** Binds an operation to {@link defaultApi}, which is created on the first call. */
export function bound<Rest extends unknown[], Result>(
  operation: (api: Api, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => operation(defaultApi(), ...rest)
}
