import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { connectEmulator } from '../connect/connect-emulator.ts'
import { environmentVariables } from '../environment/environment.ts'
import { UsageError } from './command-options.ts'
import { originOf } from './origin.ts'

/** Options of `latchkey-emulator env`. */
export interface EnvOptions {
  url: string
  apiKey: string
  clientId: string
  /** The name of an environment of the running server. It is created if it does not exist. */
  environment: string | undefined
  /** The origin of an app that uses Latchkey, which needs two more variables. */
  appOrigin: string | undefined
  /** The file to write the variables to. */
  write: string | undefined
}

/** Prints the variables that an app needs, or writes them to a file. Resolves with the exit code. */
export async function runEnv(options: EnvOptions): Promise<number> {
  const before = options.write === undefined ? '' : readIfThere(options.write)
  const variables = { ...(await variablesFor(options)), ...appVariables(options.appOrigin, before) }
  if (options.write === undefined) {
    process.stdout.write(withVariables('', variables))
    return 0
  }
  writeFileSync(options.write, withVariables(before, variables))
  process.stderr.write(
    `latchkey-emulator: wrote ${Object.keys(variables).length} variables to ${options.write}\n`,
  )
  return 0
}

async function variablesFor({
  url,
  apiKey,
  clientId,
  environment,
}: EnvOptions): Promise<Record<string, string>> {
  const baseUrl = originOf(url, '--url', 'http://127.0.0.1:4100')
  if (environment === undefined) return environmentVariables({ apiKey, clientId, name: '' }, baseUrl)
  const emulator = await connectEmulator(baseUrl, { apiKey }).catch((error: unknown) => {
    throw new UsageError(`No emulator responds at ${baseUrl}. Start it first, or omit --environment`, {
      cause: error,
    })
  })
  const made = await emulator.createEnvironment({ name: environment })
  return made.env
}

/** The additional variables of an app that uses Latchkey. An existing secret is kept, so that cookies stay valid. */
function appVariables(appOrigin: string | undefined, before: string): Record<string, string> {
  if (appOrigin === undefined) return {}
  const origin = { LATCHKEY_APP_ORIGIN: originOf(appOrigin, '--app-origin', 'http://localhost:3000') }
  if (/^\s*(?:export\s+)?LATCHKEY_COOKIE_SECRET\s*=\s*\S/m.test(before)) return origin
  return { ...origin, LATCHKEY_COOKIE_SECRET: randomBytes(32).toString('base64url') }
}

/** Sets these variables in the text of an env file. Existing values are replaced, and other lines stay the same. */
export function withVariables(text: string, variables: Record<string, string>): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const left = new Map(Object.entries(variables))
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  const changed = lines.map((line) => {
    const [, before = '', name = ''] = /^(\s*(?:export\s+)?)([A-Za-z_]\w*)\s*=/.exec(line) ?? []
    const value = variables[name]
    if (value === undefined) return line
    left.delete(name)
    return `${before}${name}=${value}`
  })
  const added = [...left].map(([name, value]) => `${name}=${value}`)
  return [...changed, ...added].join(end) + end
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
