import { SeedError } from '../seed/apply-seed.ts'

/** Calls the control API of a running emulator for one of its environments. */
export interface ControlClient {
  readonly url: string
  readonly apiKey: string
  /** `path` is relative to `/_emulator`. Rejects with the emulator's error message. */
  call<T = void>(method: string, path: string, body?: unknown): Promise<T>
  /** Rejects if there is no response, or if something else responds. */
  requireEmulator(): Promise<void>
  /** Calls the API itself. */
  get<T>(path: string): Promise<T>
}

export function createControlClient(url: string, apiKey: string, send: typeof fetch): ControlClient {
  async function request(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await send(url + path, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      throw new Error(`No emulator responds at ${url}. Start one: npx @latchkey/emulator`, { cause: error })
    }
  }
  async function read<T>(response: Response): Promise<T> {
    const text = await response.text()
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
    throw refusalOf(response, text)
  }
  return {
    url,
    apiKey,
    call: async (method, path, body) => read(await request(method, `/_emulator${path}`, body)),
    get: async (path) => read(await request('GET', path)),
    async requireEmulator() {
      const { headers } = await request('GET', '/health')
      if (headers.has('x-latchkey-emulator')) return
      throw new Error(`The server at ${url} is not the emulator. The emulator prints its URL when it starts.`)
    },
  }
}

function refusalOf({ status, url }: Response, text: string): Error {
  const { code, message } = bodyOf(text)
  if (code === 'invalid_seed') return new SeedError(message)
  if (status === 401) return new Error('The emulator has no environment with this API key.')
  return new Error(`The emulator refused ${new URL(url).pathname} (${status}): ${message}`)
}

function bodyOf(text: string): { code?: string; message: string } {
  try {
    const { code, message, errors } = JSON.parse(text)
    const details = Array.isArray(errors) ? errors.map((entry) => entry.message) : []
    return { code, message: [message, ...details].join(' ') }
  } catch {
    return { message: text.slice(0, 200) }
  }
}
