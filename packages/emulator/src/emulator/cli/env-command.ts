import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { connectEmulator } from '../connect/connect-emulator.ts'
import { environmentVariables } from '../environment/environment.ts'
import { UsageError } from './command-options.ts'

/** What `latchkey-emulator env` was asked for. */
export interface EnvOptions {
  url: string
  apiKey: string
  clientId: string
  /** Name of an environment of the running server, which is made when there is none. */
  environment: string | undefined
  /** Origin of an app that is built with Latchkey, which has two more variables. */
  appOrigin: string | undefined
  /** File to write them to. */
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
    throw new UsageError(`No emulator responds at ${baseUrl}. Start it first, or leave --environment out`, {
      cause: error,
    })
  })
  const made = await emulator.createEnvironment({ name: environment })
  return made.env
}

/** What an app that is built with Latchkey needs besides. A secret that is there already continues opening its cookies. */
function appVariables(appOrigin: string | undefined, before: string): Record<string, string> {
  if (appOrigin === undefined) return {}
  const origin = { LATCHKEY_APP_ORIGIN: originOf(appOrigin, '--app-origin', 'http://localhost:3000') }
  if (/^\s*(?:export\s+)?LATCHKEY_COOKIE_SECRET\s*=\s*\S/m.test(before)) return origin
  return { ...origin, LATCHKEY_COOKIE_SECRET: randomBytes(32).toString('base64url') }
}

function originOf(url: string, option: string, example: string): string {
  const origin = url.replace(/\/$/, '')
  if (!URL.canParse(url) || new URL(url).origin !== origin) {
    throw new UsageError(`${option}: ${url} is not an origin such as ${example}`)
  }
  return origin
}

/** The text of a file of variables with these in it: in place of older ones, the others as they are. */
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
