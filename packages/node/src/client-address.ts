const addresses = new WeakMap<Request, string>()

/** Stores the client's address, as the framework's own proxy setting determines it. */
export function setClientAddress(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address)
}

/** The address that the framework determined. Used as `clientAddress` of `createAuthHandler`. */
export const clientAddress = (request: Request): string | undefined => addresses.get(request)
