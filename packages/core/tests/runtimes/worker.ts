import { createDeployedHandler, type Deployment } from './handler.ts'

let handler: ReturnType<typeof createDeployedHandler> | undefined

/** A Cloudflare Worker, with its settings in `env`. */
export default {
  async fetch(request: Request, env: Deployment): Promise<Response> {
    if (new URL(request.url).pathname === '/has-node') return Response.json('process' in globalThis)
    handler ??= createDeployedHandler(env)
    return handler.handle(request)
  },
}
