import { ConfigError } from '../../errors/index.ts'

/** Decides where redirects can lead. One function for every redirect, link and prop. */
export interface ReturnTo {
  /**
   * Returns the path (with query and fragment) or allowed URL in `value`, in ASCII, and the default for every other value.
   * Never throws.
   */
  (value: unknown): string
  /** The default. */
  readonly fallback: string
}

export interface ReturnToOptions {
  appOrigin: URL
  /** Other origins that redirects can lead to, such as `https://*.example.com`. A `*` matches one whole label. */
  allowedOrigins?: readonly string[]
  /** Default `/`. */
  fallback?: string
  /** Converts a path of the app to the path in the browser, if the app is under a path. Default: the path is unchanged. */
  publicPath?: (path: string) => string
  /** Paths that would lead back into the flow: sign-in, sign-out and callback. */
  excluded?: readonly string[]
}

const MAXIMUM_LENGTH = 2_048
/** Browsers drop or rewrite control characters and backslashes, so a check of the text would not match the URL. */
const REWRITTEN_BY_BROWSERS = /[\p{Cc}\\\u2028\u2029]/u

/**
 * @throws {ConfigError} `return_to_invalid` if the fallback or an allowed origin is not itself allowed.
 * @see WHATWG URL, https://url.spec.whatwg.org
 */
export function createReturnTo(options: ReturnToOptions): ReturnTo {
  const { appOrigin, allowedOrigins = [], fallback = '/', publicPath = (path) => path, excluded } = options
  const allowed = allowedOrigins.map((pattern) => originPattern(pattern, 'allowedOrigins'))
  const closed = new Set(excluded?.map(withoutTrailingSlash))

  function safe(value: unknown): string | undefined {
    if (typeof value !== 'string' || value.length > MAXIMUM_LENGTH) return undefined
    if (value.trim() === '' || REWRITTEN_BY_BROWSERS.test(value)) return undefined
    if (!URL.canParse(value, appOrigin)) return undefined
    const url = new URL(value, appOrigin)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
    if (url.username !== '' || url.password !== '') return undefined
    // Encoding makes the text longer, and it must fit into a cookie.
    if (url.href.length > MAXIMUM_LENGTH) return undefined
    if (url.origin !== appOrigin.origin) return allowed.some((matches) => matches(url)) ? url.href : undefined
    // Only a complete URL can lead outside the app's own path, to other content on its origin.
    const pathname = URL.canParse(value) ? url.pathname : publicPath(url.pathname)
    const path = pathname + url.search + url.hash
    // A path that starts with two slashes would name another host when it is resolved again.
    if (path.startsWith('//')) return undefined
    return closed.has(withoutTrailingSlash(pathname)) ? undefined : path
  }

  const checked = safe(fallback)
  if (checked === undefined) {
    throw new ConfigError(
      'return_to_invalid',
      'The default return path must be a path of the app, or a URL of an allowed origin, and not a sign-in page.',
      { option: 'returnTo' },
    )
  }
  return Object.assign((value: unknown) => safe(value) ?? checked, { fallback: checked })
}

const withoutTrailingSlash = (path: string) => path.replace(/\/+$/, '')

const LABEL = /^[a-z0-9_-]+$/

/**
 * Whether the origin of a URL matches: the same origin, or a pattern such as `https://*.example.com`, in which `*` matches one
 * whole label.
 *
 * @throws {ConfigError} `return_to_invalid`, naming the option, for any other pattern.
 */
export function originPattern(pattern: string, option: string): (url: URL) => boolean {
  const text = pattern.replace('*', 'wildcard')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSecure(url) || url.href !== `${url.origin}/` || !starIsALabel(pattern)) {
    throw new ConfigError(
      'return_to_invalid',
      `An origin in ${option} must look like https://app.example.com or https://*.example.com.`,
      { option },
    )
  }
  if (!pattern.includes('*')) return (candidate) => candidate.origin === url.origin
  const parent = url.hostname.slice('wildcard'.length)
  return ({ protocol, hostname, port }) => {
    const isBelow = hostname.endsWith(parent) && LABEL.test(hostname.slice(0, -parent.length))
    return isBelow && protocol === url.protocol && port === url.port
  }
}

const isSecure = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))

const starIsALabel = (pattern: string) =>
  !pattern.includes('*') || /^https:\/\/\*\.[^*.]+\.[^*]+$/.test(pattern)
