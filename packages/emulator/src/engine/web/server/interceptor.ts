import type { EngineContext } from '../../context/engine-context.ts'
import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import type { ApiResponse, Operation } from '../http/operation.ts'
import type { Reply } from './reply.ts'

/** One request through an operation, as far as it has come. */
export interface Exchange<Context extends EngineContext = EngineContext> {
  id: string
  method: string
  path: string
  operation: Operation
  /** What was sent, as far as it was read. */
  received: Received
  /** Set as soon as the request has named one, also when it then fails. */
  context?: Context
  response: ApiResponse
  /** What the response does not tell: for the user who reads the request log. */
  detail?: string
}

/** A request as it came. It has secrets in it. */
export interface Received {
  /** Path and query. */
  url: string
  header(name: string): string | undefined
  /** Absent when nobody has read it. */
  text?: string
}

/** What the program around the engine does to requests, such as to misbehave, to check or to log. */
export interface Interceptor<Context extends EngineContext> {
  /** Once the environment is known. What it returns is the response; the operation is not run. */
  before?(exchange: Exchange<Context>, context: Context): Promise<ApiResponse | undefined>
  /** Looks at what the operation has returned. */
  check?(exchange: Exchange<Context>, response: ApiResponse, context: Context): void
  /** Changes what is about to be sent. */
  reply?(exchange: Exchange<Context>, reply: Reply): Reply
  /** Told of every exchange that is over. */
  observe?(exchange: Exchange<Context>, durationMs: number): void
}

/** The API, with the environments that it serves. */
export interface ApiServer<Context extends EngineContext> {
  registry: EnvironmentRegistry<Context>
  interceptors: ReadonlyArray<Interceptor<Context>>
  /** Served under any host name, because nothing here relies on being reached from this machine alone. */
  anyHost?: boolean
}
