import { createDeployedHandler, type Deployment } from './handler.ts'

/** A request in plain data, because the VM's `Request` and `Response` are not those of the host. */
export interface PlainRequest {
  url: string
  method: string
  headers: [string, string][]
  body?: string
}

export interface PlainResponse {
  status: number
  headers: [string, string][]
  body: string
}

declare global {
  var deploy: (deployment: Deployment) => (request: PlainRequest) => Promise<PlainResponse>
}

globalThis.deploy = (deployment) => {
  const handler = createDeployedHandler(deployment)
  return async ({ url, ...init }) => {
    const response = await handler.handle(new Request(url, init))
    return { status: response.status, headers: [...response.headers], body: await response.text() }
  }
}
