import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileOf } from './serve.ts'

/** Finds links on built pages to pages that do not exist, or to missing element ids. */
export function brokenLinks(folder: string, base: string): string[] {
  const ids = new Map<string, Set<string>>()
  const idsOf = (file: string) => {
    const known =
      ids.get(file) ??
      new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => decoded(id)))
    ids.set(file, known)
    return known
  }
  return globSync('**/*.html', { cwd: folder }).flatMap((page) => {
    const file = join(folder, page)
    const html = readFileSync(file, 'utf8')
    const links = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href = '']) => decoded(href))
    return [...new Set(links)]
      .filter((href) => !/^[a-z]+:/.test(href))
      .filter((href) => {
        const at = new URL(href, `http://site${base.replace(/\/$/, '')}/${page.replace(/index\.html$/, '')}`)
        const target = fileOf(folder, base, at.pathname)
        if (target === undefined) return true
        const id = decodeURIComponent(at.hash.slice(1))
        return id !== '' && id !== '_top' && target.endsWith('.html') && !idsOf(target).has(id)
      })
      .map((href) => `${page} → ${href}`)
  })
}

const decoded = (text: string) =>
  text.replaceAll('&#x26;', '&').replaceAll('&amp;', '&').replaceAll('&#x3C;', '<')
