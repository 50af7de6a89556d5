import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { SiteConfig } from '@latchkey/demo/site-config'
import { createServer as createVite } from 'vite'
import type { Render } from './app.ts'
import { createSite } from './app.ts'

/** The site during development: pages are rendered from their sources, and changes appear in the browser immediately. */
export async function serveDevelopment(config: SiteConfig): Promise<void> {
  const server = createServer()
  const vite = await createVite({ appType: 'custom', server: { middlewareMode: true, hmr: { server } } })
  const render = async () => (await vite.ssrLoadModule('/src/entry-server.tsx')).render as Render
  const assets = async () => ({
    script: '/src/entry-client.tsx',
    styles: [],
    head: await vite
      .transformIndexHtml('/', '<head></head>')
      .then((html) => /<head>([\s\S]*)<\/head>/.exec(html)?.[1] ?? ''),
  })
  // Vite's own scripts are inline, which the site's policy forbids.
  const site = createSite({ ...config, contentSecurityPolicy: undefined }, render, assets)
  const listen = getRequestListener(site.fetch)
  server.on('request', (request, response) =>
    vite.middlewares(request, response, () => listen(request, response)),
  )
  server.listen(config.port, '127.0.0.1', () => {
    process.stdout.write(`React demo, from source, on http://localhost:${config.port}\n`)
  })
}
