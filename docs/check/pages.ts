import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pagePath, readPages } from '../src/site/pages.ts'
import { repository } from '../src/site/repository.ts'
import { sidebar } from '../src/site/sidebar.ts'

/** Finds errors in the HTML of the built pages, including those of the API reference. */
export function wrongPages(folder: string): string[] {
  const files = globSync('**/*.html', { cwd: folder }).filter((file) => !file.startsWith('preview/'))
  const descriptions = new Map<string, string>()
  return files.flatMap((file) => {
    const html = markupOf(readFileSync(join(folder, file), 'utf8'))
    // A redirect has only a link, which is checked with all links.
    if (html.includes('<meta http-equiv="refresh"')) return []
    const [, description = ''] = /<meta name="description" content="([^"]*)"/.exec(html) ?? []
    const same = descriptions.get(description)
    descriptions.set(description, file)
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)
    const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
    return [
      ...((html.match(/<h1[\s>]/g) ?? []).length === 1 ? [] : ['it has not exactly one h1']),
      ...(/<html [^>]*lang="en"/.test(html) ? [] : ['it has no language']),
      ...(/<title>[^<]+<\/title>/.test(html) ? [] : ['it has no title']),
      ...(description === '' ? ['it has no description'] : []),
      ...(same === undefined ? [] : [`it has the description of ${same}`]),
      ...[...repeated].map((id) => `the ID ${id} comes twice`),
    ].map((wrong) => `page: ${file}: ${wrong}`)
  })
}

/** Finds pages with wrong links to their source, or whose previous and next links do not match the sidebar. */
export function wrongNeighbors(folder: string, base: string): string[] {
  const order = sidebar().flatMap(({ items }) => items)
  return readPages()
    .filter(({ slug }) => order.includes(slug))
    .flatMap(({ slug, file }) => {
      const html = readFileSync(join(folder, slug, 'index.html'), 'utf8')
      const linked = (rel: string) => new RegExp(`<a href="([^"]*)" rel="${rel}"`).exec(html)?.[1]
      const index = order.indexOf(slug)
      const wrong: string[] = []
      const [before, after] = [order[index - 1], order[index + 1]]
      if (before !== undefined && linked('prev') !== pagePath(before, base))
        wrong.push(`previous is ${linked('prev')}`)
      if (after !== undefined && linked('next') !== pagePath(after, base))
        wrong.push(`next is ${linked('next')}`)
      const edit = `${repository}/edit/main/${file}`
      if (repository !== undefined && !html.includes(`href="${edit}"`)) wrong.push('the edit link is missing')
      return wrong.map((one) => `page: /${slug}: ${one}`)
    })
}

/** Finds pages that are missing from `llms.txt` or `llms-full.txt`, or that have no Markdown file. */
export function missingTexts(folder: string, base: string): string[] {
  const [list, full] = ['llms.txt', 'llms-full.txt'].map((file) => readFileSync(join(folder, file), 'utf8'))
  return readPages()
    .filter(({ slug }) => slug !== '404')
    .flatMap(({ slug, title, description }) => [
      ...(slug === '' || list?.includes(`${pagePath(slug, base)}): ${description}`)
        ? []
        : [`llms.txt: no /${slug}`]),
      ...(full?.includes(`# ${title}\n`) ? [] : [`llms-full.txt: no /${slug}`]),
      ...(existsSync(join(folder, `${slug || 'index'}.md`)) ? [] : [`markdown: no /${slug}.md`]),
    ])
}

/** Removes scripts, and the code that copy buttons have in an attribute. */
const markupOf = (html: string): string =>
  html.replaceAll(/<script[\s\S]*?<\/script>/g, '').replaceAll(/ data-code="[^"]*"/g, '')
