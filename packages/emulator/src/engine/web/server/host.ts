const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/** Allows only loopback names: requests from a web page that rebinds its own host name to 127.0.0.1 are refused (E1). */
export function isAllowedHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.test(host)
}

/** Whether a `Host` header can be part of a URL: `127.0.0.999` cannot. */
export const isHost = (host: string | undefined): boolean =>
  host === undefined || URL.canParse(`http://${host}`)
