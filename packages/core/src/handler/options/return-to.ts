import { ConfigError } from '../../errors/index.ts'

/** Decides where redirects can lead. One function for every redirect, link and prop. */
export interface ReturnTo {
  /**
   * The path (with query and fragment) or allow-listed URL that `value` names, in ASCII;
   * the default for everything else. Never throws.
   */
  (value: unknown): string
  /** The default itself. */
  readonly fallback: string
}

export interface ReturnToOptions {
  appOrigin: URL
  /** Other origins that may be returned to, such as `https://*.example.com`. A `*` is one whole label. */
  allowedOrigins?: readonly string[]
  /** Default `/`. */
  fallback?: string
  /** A path of the app as browsers know it, where the app is under a path. Default: the path itself. */
  publicPath?: (path: string) => string
  /** Paths that would only lead back here: sign-in, sign-out, callback. */
  excluded?: readonly string[]
}

const MAXIMUM_LENGTH = 2_048
/** Controls and the backslash are what browsers drop or rewrite, so a look at the text would lie about the URL. */
const REWRITTEN_BY_BROWSERS = /[\p{Cc}\\\u2028\u2029]/u

/**
 * @throws {ConfigError} `return_to_invalid` when the fallback or an allowed origin does not hold itself.
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
    // Encoding makes text longer, and a cookie has to hold it.
    if (url.href.length > MAXIMUM_LENGTH) return undefined
    if (url.origin !== appOrigin.origin) return allowed.some((matches) => matches(url)) ? url.href : undefined
    // Only a whole URL leads out of the app's own path, to what else is at its origin.
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
 * Whether a URL's origin is the one, or one of those that `https://*.example.com` names: a `*` is one whole label.
 *
 * @throws {ConfigError} `return_to_invalid`, with the option, for anything else.
 */
export function originPattern(pattern: string, option: string): (url: URL) => boolean {
  const text = pattern.replace('*', 'wildcard')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSecure(url) || url.href !== `${url.origin}/` || !starIsALabel(pattern)) {
    throw new ConfigError(
      'return_to_invalid',
      `An origin in ${option} looks like https://app.example.com or https://*.example.com.`,
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
