import type { AuthHandlerOptions } from '@latchkey/core/server'

/** In Vite's order for development: later files override earlier ones. */
const FILES = ['.env', '.env.local', '.env.development', '.env.development.local']

const VARIABLES = {
  apiKey: 'WORKOS_API_KEY',
  clientId: 'WORKOS_CLIENT_ID',
  baseUrl: 'WORKOS_BASE_URL',
  cookieSecret: 'LATCHKEY_COOKIE_SECRET',
  appOrigin: 'LATCHKEY_APP_ORIGIN',
} as const satisfies Partial<Record<keyof AuthHandlerOptions, string>>

/** The password of the cookie that the option `vendorCookie` reads. */
const VENDOR_PASSWORD = 'WORKOS_COOKIE_PASSWORD'

/** The part of Node that this file needs. The package's other files run on any runtime. */
interface Node {
  cwd(): string
  env: Record<string, string | undefined>
  getBuiltinModule(name: 'node:fs'): { readFileSync(path: string, encoding: 'utf8'): string }
  getBuiltinModule(name: 'node:util'): { parseEnv(text: string): Record<string, string> }
}

type FromFiles = { -readonly [Option in keyof typeof VARIABLES]?: string } & { vendorPassword?: string }

/**
 * Settings that are in an app's `.env` files but not in the environment. Vite reads those files without adding them to the
 * environment, yet its dev server must find the settings. A built server reads no files.
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
      // The file does not exist.
    }
  }
  const settings: FromFiles = {}
  for (const [option, variable] of Object.entries(VARIABLES) as [keyof FromFiles, string][])
    if (!node.env[variable] && found[variable]) settings[option] = found[variable]
  if (!node.env[VENDOR_PASSWORD] && found[VENDOR_PASSWORD]) settings.vendorPassword = found[VENDOR_PASSWORD]
  return settings
}

/** The options, with settings from files for those that were omitted. A client that was passed has its own settings. */
export function withSettings<Options extends AuthHandlerOptions>(
  options: Options,
  files: FromFiles,
): Options {
  const { apiKey, clientId, baseUrl, vendorPassword, ...rest } = files
  const settings = options.client === undefined ? { apiKey, clientId, baseUrl, ...rest } : rest
  const given = [...Object.entries(settings), ...Object.entries(options)].filter(
    ([, value]) => value !== undefined,
  )
  const { vendorCookie, ...all } = Object.fromEntries(given) as Options
  if (vendorCookie === undefined) return all as Options
  return {
    ...all,
    vendorCookie: { ...vendorCookie, password: vendorCookie.password || vendorPassword },
  } as Options
}
