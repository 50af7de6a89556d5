import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const WORKER = `
import { env } from 'cloudflare:workers'
import { server } from './server.js'

const started = server.init({ env })
export default {
  async fetch(request) {
    await started
    return server.respond(request, { platform: { env }, getClientAddress: () => '127.0.0.1' })
  },
}
`

/** Bundles the server of an app into one module for workerd. Cloudflare's own adapter does not work with Kit 3 yet. */
export const workerAdapter = () => ({
  name: 'worker-adapter',
  async adapt(builder) {
    const server = builder.getServerDirectory()
    builder.generateServerInstance(join(server, 'server.js'))
    writeFileSync(join(server, 'worker.js'), WORKER)
    await build({
      entryPoints: [join(server, 'worker.js')],
      outfile: 'build/worker.js',
      bundle: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['workerd', 'worker'],
      external: ['cloudflare:*', 'node:*'],
      logLevel: 'error',
    })
  },
})
