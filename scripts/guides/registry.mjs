// A local registry for the packages of this repository, so that `npm install @latchkey/…` works exactly as written.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * Serves packed packages as npm would.
 *
 * @param tarballs the path of each package's tarball by its name
 * @param manifestOf reads the manifest inside a tarball
 * @returns the `url` of the registry, and `close` to stop it
 */
export async function serveRegistry(tarballs, manifestOf) {
  const documents = new Map()
  const files = new Map()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).slice(1)
    const body = files.get(path) ?? documents.get(path)
    if (body === undefined) return response.writeHead(404).end('{}')
    response.writeHead(200, {
      'content-type': files.has(path) ? 'application/octet-stream' : 'application/json',
    })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${server.address().port}`
  for (const [name, tarball] of tarballs) {
    const bytes = readFileSync(tarball)
    const manifest = manifestOf(tarball)
    const file = `${name}/-/${manifest.version}.tgz`
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
    const version = { ...manifest, dist: { tarball: `${url}/${file}`, integrity } }
    files.set(file, bytes)
    documents.set(
      name,
      JSON.stringify({
        name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: version },
      }),
    )
  }
  return { url, close: () => server.close() }
}
