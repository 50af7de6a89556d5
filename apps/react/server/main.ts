import { serve } from '@hono/node-server'
import { readConfig } from '@latchkey/demo/site-config'
import type { Assets, Render } from './app.ts'
import { builtAssets, createSite } from './app.ts'

process.chdir(new URL('..', import.meta.url).pathname)
const config = readConfig(process.env, 4300)

if (process.argv.includes('--dev')) {
  const { serveDevelopment } = await import('./development.ts')
  await serveDevelopment(config)
} else {
  serveBuilt()
}

function serveBuilt(): void {
  const built = new URL('../dist/server/entry-server.js', import.meta.url).href
  const render = async (): Promise<Render> => (await import(built)).render
  let assets: Promise<Assets> | undefined
  const site = createSite(config, render, () => {
    assets ??= builtAssets()
    return assets
  })
  const server = serve({ fetch: site.fetch, port: config.port, hostname: '127.0.0.1' }, ({ port }) => {
    process.stdout.write(`React demo on http://localhost:${port}\n`)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => server.close(() => site.settled().then(() => process.exit(0))))
}
