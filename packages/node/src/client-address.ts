const addresses = new WeakMap<Request, string>()

/** Remembers where a request comes from, as the framework's own trust setting tells it. */
export function setClientAddress(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address)
}

/** The address that the framework found: the value of `clientAddress` of `createAuthHandler`. */
export const clientAddress = (request: Request): string | undefined => addresses.get(request)
