import { ConfigError } from '../../errors/index.ts'
import type { AuthHandlerOptions, FlowPages } from './auth-handler-options.ts'

/** The URLs of the app in the browser, and in the requests that the server receives. Only this code knows the difference. */
export interface AppAddress {
  /** Without a path. */
  origin: URL
  /** The path of the whole app, such as `/docs`; empty for an app at the root of its origin. */
  appPath: string
  /** The path of the handler in the browser. */
  basePath: string
  /** The paths of the app's pages in the browser. */
  pages: FlowPages
  /** Converts a path of the app to the path in the browser. */
  publicPath(path: string): string
  /** The part of a request's path that selects a route, such as `/session`; `undefined` for a path outside of the handler. */
  routePath(pathname: string): string | undefined
}

type AddressOptions = Pick<AuthHandlerOptions, 'appPath' | 'basePath' | 'mountPath' | 'pages'> & {
  appOrigin: string
}

const DEFAULT_PAGES: FlowPages = {
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  invitation: '/invite',
  device: '/device',
}

/**
 * Reads all options for the app's URLs, as the handler does. For adapters that need them during a build.
 *
 * @throws {ConfigError} `app_origin_invalid`, or `option_invalid` for an invalid path, or for two paths that differ.
 */
export function readAppAddress(options: AddressOptions): AppAddress {
  const { origin, path } = readAppUrl(options.appOrigin)
  const given = readPath('appPath', options.appPath)
  if (given !== undefined && path !== '' && given !== path) {
    throw new ConfigError(
      'option_invalid',
      `appOrigin has the path ${path}, but appPath is ${given || '/'}. Set the path in only one of them.`,
      { option: 'appPath' },
    )
  }
  const appPath = given ?? path
  const isPublic = (path: string) => path.startsWith(`${appPath}/`)
  const publicPath = (path: string) => {
    const isOfTheApp = path.startsWith('/') && !path.startsWith('//')
    return !isOfTheApp || isPublic(path) || path === appPath ? path : appPath + path
  }
  const ownPath = readPath('basePath', options.basePath) ?? '/auth'
  if (ownPath === '') {
    throw new ConfigError(
      'option_invalid',
      'basePath cannot be the root of the app. If the routes in requests are at the root, such as /session, set mountPath: "/".',
      { option: 'basePath' },
    )
  }
  const basePath = isPublic(ownPath) ? ownPath : appPath + ownPath
  const mountPath = readPath('mountPath', options.mountPath)
  const mounts = mountPath === undefined ? endsOf(basePath) : [basePath, mountPath]
  return {
    origin,
    appPath,
    basePath,
    pages: readPages(options.pages, appPath, publicPath),
    publicPath,
    routePath(pathname) {
      const mount = mounts.find((one) => pathname.startsWith(`${one}/`))
      return mount === undefined ? undefined : pathname.slice(mount.length)
    },
  }
}

/**
 * A path and all of its suffixes that begin at a slash. A framework, a sub-app or a proxy may have removed a prefix before the
 * handler sees the request. The rest can only select the same routes.
 */
const endsOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((_, index, parts) => `/${parts.slice(index).join('/')}`)

function readPages(
  given: Partial<FlowPages> = {},
  appPath: string,
  publicPath: (path: string) => string,
): FlowPages {
  const pages = { ...DEFAULT_PAGES }
  for (const name of Object.keys(DEFAULT_PAGES) as (keyof FlowPages)[]) {
    pages[name] = given[name] ? publicPath(given[name]) : appPath + DEFAULT_PAGES[name]
  }
  return pages
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/

/** A URL of the app: https, or http on loopback, without a query, a fragment or credentials. */
function readUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isSecure =
    url !== undefined &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
  return isSecure && url.href === url.origin + url.pathname ? url : undefined
}

function readAppUrl(value: string): { origin: URL; path: string } {
  const url = readUrl(value)
  const path = url && plainPath(url.pathname)
  if (url === undefined || path === undefined) {
    throw new ConfigError(
      'app_origin_invalid',
      'appOrigin must be an origin such as https://app.example.com (http only on localhost), followed by the path of the app, if any: https://example.com/docs.',
      { option: 'appOrigin' },
    )
  }
  return { origin: new URL(url.origin), path }
}

/**
 * An origin other than the app's own.
 *
 * @throws {ConfigError} `option_invalid` unless it is https, or http on loopback, and has no path.
 */
export function readTrustedOrigin(value: string): URL {
  const url = readUrl(value)
  if (url?.pathname === '/' && !url.hostname.includes('*')) return url
  throw new ConfigError(
    'option_invalid',
    'Each entry of trustedOrigins must be an origin such as https://admin.example.com (http only on localhost), without a path, or a pattern such as https://*.example.com.',
    { option: 'trustedOrigins' },
  )
}

/** A path without a trailing slash, empty for the root; `undefined` unless it consists of plain segments. */
function plainPath(value: string): string | undefined {
  const path = value.endsWith('/') ? value.slice(0, -1) : value
  if (!/^(\/[\w.~-]+)*$/.test(path)) return undefined
  return path.split('/').some((part) => part === '.' || part === '..') ? undefined : path
}

/** An option with a path. An empty string counts as absent. */
function readPath(
  option: 'appPath' | 'basePath' | 'mountPath',
  value: string | undefined,
): string | undefined {
  if (value === undefined || value === '') return undefined
  const path = plainPath(value)
  if (path !== undefined) return path
  throw new ConfigError(
    'option_invalid',
    `${option} must look like /auth: plain segments, each after one slash.`,
    { option },
  )
}
