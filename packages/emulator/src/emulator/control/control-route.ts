import type { Context } from 'hono'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** Serves a path of the control API, relative to `/_emulator`. */
export type ControlRoute = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  handle: (environment: EmulatorEnvironment, c: Context) => Promise<Response> | Response,
) => void
