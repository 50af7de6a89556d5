export { ApiError, type ApiErrorDetails, type FieldError } from './api-error.ts'
export type { ApiErrorCode } from './api-error-code.ts'
export { ConfigError, type ConfigErrorCode } from './config-error.ts'
export { SessionError, type SessionErrorCode } from './session-error.ts'
export {
  type NetworkReason,
  TransportError,
  type TransportErrorCode,
  type TransportErrorDetails,
} from './transport-error.ts'
