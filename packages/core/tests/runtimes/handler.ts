import { createAuthHandler, createClient } from '@latchkey/core/server'

/** What a deployment of the handler is told from outside. */
export interface Deployment {
  apiKey: string
  clientId: string
  baseUrl: string
  appOrigin: string
  cookieSecret: string
}

/** The built package, set up as an app would. The same lines run in Node, in a Worker and at an edge. */
export function createDeployedHandler({ apiKey, clientId, baseUrl, appOrigin, cookieSecret }: Deployment) {
  const client = createClient({ apiKey, clientId, baseUrl })
  return createAuthHandler({ client, appOrigin, cookieSecret })
}
