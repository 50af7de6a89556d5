import { createEmulator, type Emulator, type EmulatorOptions, type Environment } from '../src/index.ts'

/** An answer as a test looks at it. */
export interface Seen {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: Record<string, any>
  headers: Headers
}

/** A fresh environment with short ways to call it. */
export interface Caller {
  emulator: Emulator
  environment: Environment
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Seen>
  authenticate(fields: Record<string, unknown>): Promise<Seen>
}

export const PASSWORD = 'correct horse battery'

/** Starts an emulator in process, in strict mode: every answer is checked against its description. */
export async function start(options: EmulatorOptions = {}): Promise<Caller> {
  const emulator = await createEmulator({ strict: true, ...options })
  return callerFor(emulator, emulator.default)
}

export function callerFor(emulator: Emulator, environment: Environment): Caller {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await emulator.fetch(emulator.url + path, {
      method,
      headers: {
        authorization: `Bearer ${environment.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : { text },
      headers: response.headers,
    }
  }
  return {
    emulator,
    environment,
    call,
    authenticate: (fields) =>
      call('POST', '/user_management/authenticate', {
        client_id: environment.clientId,
        client_secret: environment.apiKey,
        ...fields,
      }),
  }
}
