import { createAuthHandler, createClient } from '@latchkey/core/server'

/** The settings of a deployment of the handler. */
export interface Deployment {
  apiKey: string
  clientId: string
  baseUrl: string
  appOrigin: string
  cookieSecret: string
}

/** A handler from the built package, set up as in an app. The same code runs in Node, in a Worker and in an edge function. */
export function createDeployedHandler({ apiKey, clientId, baseUrl, appOrigin, cookieSecret }: Deployment) {
  const client = createClient({ apiKey, clientId, baseUrl })
  return createAuthHandler({ client, appOrigin, cookieSecret })
}
