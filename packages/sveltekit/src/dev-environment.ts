import type { AuthHandlerOptions } from '@latchkey/core/server'

/** As Vite reads them in development: a later one counts for more. */
const FILES = ['.env', '.env.local', '.env.development', '.env.development.local']

const VARIABLES = {
  apiKey: 'WORKOS_API_KEY',
  clientId: 'WORKOS_CLIENT_ID',
  baseUrl: 'WORKOS_BASE_URL',
  cookieSecret: 'LATCHKEY_COOKIE_SECRET',
  appOrigin: 'LATCHKEY_APP_ORIGIN',
} as const satisfies Partial<Record<keyof AuthHandlerOptions, string>>

/** As much of Node as this file needs. The package's other files run anywhere. */
interface Node {
  cwd(): string
  env: Record<string, string | undefined>
  getBuiltinModule(name: 'node:fs'): { readFileSync(path: string, encoding: 'utf8'): string }
  getBuiltinModule(name: 'node:util'): { parseEnv(text: string): Record<string, string> }
}

type FromFiles = { -readonly [Option in keyof typeof VARIABLES]?: string }

/**
 * The settings that stand in an app's `.env` files and not in the environment. Vite reads those files, but does not put
 * them into the environment; its dev server works with them all the same. A server that is built reads no files.
 */
export function settingsInFiles(folder?: string): FromFiles {
  const { process: node } = globalThis as { process?: Node }
  if (node?.getBuiltinModule === undefined) return {}
  const { readFileSync } = node.getBuiltinModule('node:fs')
  const { parseEnv } = node.getBuiltinModule('node:util')
  const found: Record<string, string> = {}
  for (const name of FILES) {
    try {
      Object.assign(found, parseEnv(readFileSync(`${folder ?? node.cwd()}/${name}`, 'utf8')))
    } catch {
      // There is no such file.
    }
  }
  const settings: FromFiles = {}
  for (const [option, variable] of Object.entries(VARIABLES) as [keyof FromFiles, string][])
    if (!node.env[variable] && found[variable]) settings[option] = found[variable]
  return settings
}

/** The options, with what stands in files for those left out. A client that is given has its own. */
export function withSettings<Options extends AuthHandlerOptions>(
  options: Options,
  files: FromFiles,
): Options {
  const { apiKey, clientId, baseUrl, ...rest } = files
  const settings = options.client === undefined ? files : rest
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...settings, ...Object.fromEntries(given) } as Options
}
