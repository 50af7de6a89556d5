import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** Finishes the built pages: makes scrollable areas reachable by keyboard, and corrects the anchors in the API reference. */
export function finish(base: string): AstroIntegration {
  return {
    name: 'latchkey-finish',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir)
        const pages = new Map(
          globSync('**/*.html', { cwd: folder }).map((page) => [
            page,
            readFileSync(join(folder, page), 'utf8'),
          ]),
        )
        const ids = new Map([...pages].map(([page, html]) => [page, idsOf(html)]))
        for (const [page, html] of pages)
          writeFileSync(
            join(folder, page),
            withDescription(withAnchors(withScrolling(html), page, ids, base), page),
          )
      },
    },
  }
}

const idsOf = (html: string) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id))

/**
 * Code and tables scroll sideways on a phone, so each is focusable. Code has a name, because the script of the code blocks
 * makes it a landmark. The empty corner of a table is not a header.
 */
export function withScrolling(html: string): string {
  let blocks = 0
  return html
    .replaceAll(/<pre (?![^>]*tabindex)/g, () => `<pre tabindex="0" aria-label="Code ${++blocks}" `)
    .replaceAll(/<th(\s[^>]*)?><\/th>/g, '<td$1></td>')
    .replaceAll(/<table>/g, '<div class="doc-table" role="group" aria-label="Table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
}

/** Gives each page of the API reference its own description instead of the site's. */
export function withDescription(html: string, page: string): string {
  const [, entry] = /^api\/(latchkey\/.+)\/index\.html$/.exec(page) ?? []
  if (!page.startsWith('api/')) return html
  const description =
    entry === undefined
      ? 'Every entry of the packages, with a page for its exports.'
      : `Every export of @${entry}, with its types, options and docstrings.`
  return html.replaceAll(
    /(<meta (?:name|property)="(?:og:)?description" content=")[^"]*/g,
    (_, start: string) => start + description,
  )
}

/** TypeDoc numbers headings with the same name, even if the page contains only one of them. */
function withAnchors(html: string, page: string, ids: Map<string, Set<string>>, base: string): string {
  return html.replaceAll(/href="([^"#]*)#([^"]+)-\d+"/g, (link, path: string, name: string) => {
    const prefix = base.endsWith('/') ? base : `${base}/`
    const target = path === '' ? page : `${path.slice(prefix.length)}index.html`
    const known = ids.get(target)
    const id = link.slice(link.indexOf('#') + 1, -1)
    return known === undefined || known.has(id) || !known.has(name) ? link : `href="${path}#${name}"`
  })
}
