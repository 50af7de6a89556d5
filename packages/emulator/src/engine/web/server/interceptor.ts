import type { EngineContext } from '../../context/engine-context.ts'
import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import type { ApiResponse, Operation } from '../http/operation.ts'
import type { Reply } from './reply.ts'

/** A request to an operation, as far as it has been handled. */
export interface Exchange<Context extends EngineContext = EngineContext> {
  id: string
  method: string
  path: string
  operation: Operation
  /** What was sent, as far as it has been read. */
  received: Received
  /** Set as soon as the request has named one, even if the request then fails. */
  context?: Context
  response: ApiResponse
  /** A detail that is not in the response, for the request log. */
  detail?: string
}

/** A request as it was received, including its secrets. */
export interface Received {
  /** Path and query. */
  url: string
  header(name: string): string | undefined
  /** Absent if it was not read. */
  text?: string
}

/** What the program around the engine does with requests: cause faults, validate responses, or write logs. */
export interface Interceptor<Context extends EngineContext> {
  /** Runs once the environment is known. If it returns a response, the operation does not run. */
  before?(exchange: Exchange<Context>, context: Context): Promise<ApiResponse | undefined>
  /** Validates the operation's response. */
  check?(exchange: Exchange<Context>, response: ApiResponse, context: Context): void
  /** Changes the response before it is sent. */
  reply?(exchange: Exchange<Context>, reply: Reply): Reply
  /** Called for every completed request. */
  observe?(exchange: Exchange<Context>, durationMs: number): void
}

/** The API, and the environments that it serves. */
export interface ApiServer<Context extends EngineContext> {
  registry: EnvironmentRegistry<Context>
  interceptors: ReadonlyArray<Interceptor<Context>>
  /** Whether any host name is accepted, because the server does not rely on being reachable only from this machine. */
  anyHost?: boolean
}
