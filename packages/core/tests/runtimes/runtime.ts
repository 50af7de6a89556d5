import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import type { PlainRequest, PlainResponse } from './edge-function.ts'
import type { Deployment } from './handler.ts'

/** The handler, deployed to a runtime. */
export interface Runtime {
  handle(request: Request): Promise<Response>
  /** Whether `node:crypto` is available. If it is, the tests prove nothing about Web Crypto. */
  hasNode(): Promise<boolean>
  stop(): Promise<void>
}

/** Bundles an entry as the runtime's own tools do, with the same export conditions. */
async function bundle(entry: string, conditions: string[], format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    conditions,
    format,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

async function plain(request: Request): Promise<PlainRequest> {
  const body = request.method === 'GET' ? undefined : await request.text()
  return { url: request.url, method: request.method, headers: [...request.headers], body }
}

// A response without a body needs `null`, because `Response` refuses an empty string for some statuses.
const response = ({ status, headers, body }: PlainResponse) =>
  new Response(body === '' ? null : body, { status, headers })

/** Starts workerd, Cloudflare's runtime, without its Node compatibility. */
export async function startWorker(deployment: Deployment): Promise<Runtime> {
  const worker = new Miniflare({
    modules: true,
    script: await bundle('worker.ts', ['workerd', 'worker', 'browser'], 'esm'),
    compatibilityDate: '2026-01-01',
    bindings: { ...deployment },
  })
  return {
    async handle(request) {
      const { url, ...init } = await plain(request)
      const result = await worker.dispatchFetch(url, { ...init, redirect: 'manual' })
      return response({ status: result.status, headers: [...result.headers], body: await result.text() })
    },
    hasNode: async () => {
      const response = await worker.dispatchFetch('https://app.example.com/has-node')
      return (await response.json()) as boolean
    },
    stop: () => worker.dispose(),
  }
}

/** Starts a VM with the globals of Vercel's edge functions and without Node APIs. */
export async function startEdgeFunction(deployment: Deployment): Promise<Runtime> {
  const vm = new EdgeVM()
  vm.evaluate(await bundle('edge-function.ts', ['edge-light', 'worker', 'browser'], 'iife'))
  const run = vm.context.globalThis.deploy(deployment) as (request: PlainRequest) => Promise<PlainResponse>
  return {
    handle: async (request) => response(await run(await plain(request))),
    hasNode: async () => vm.evaluate(`'process' in globalThis`),
    stop: async () => {},
  }
}
