import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

// A build moves this module to its output folder, so the root of the repository is found by a file that exists only there.
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)))

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The repository of the documentation was not found')
  return rootAbove(parent)
}

/** The kinds of search results. Guides come before symbols. */
export type Kind = 'Guide' | 'Reference' | 'API'

/** A page of the site, created from a Markdown file of the repository. */
export interface Page {
  /** From the repository's root. */
  file: string
  /** The path of the page, without a leading or trailing slash. */
  slug: string
  title: string
  /** One sentence, which is shown by search engines, link previews and `llms.txt`. */
  description: string
  kind: Kind
  /** The Markdown text below the title. */
  body: string
  /** Additional front matter for Starlight, such as `template` or `keywords`. */
  options: Record<string, unknown>
}

/** Documents outside `docs/`, which are stored where npm and GitHub show them. */
const ELSEWHERE: Record<string, string> = {
  'packages/core/README.md': 'packages/core',
  'packages/react/README.md': 'packages/react',
  'packages/sveltekit/README.md': 'packages/sveltekit',
  'packages/next/README.md': 'packages/next',
  'packages/node/README.md': 'packages/node',
  'packages/react-router/README.md': 'packages/react-router',
  'packages/tanstack-start/README.md': 'packages/tanstack-start',
  'packages/astro/README.md': 'packages/astro',
  'packages/emulator/README.md': 'local',
  'packages/emulator/SUPPORTED.md': 'local/differences',
  'packages/benchmarks/README.md': 'help/benchmarks',
  'SECURITY.md': 'help/security',
  'ARCHITECTURE.md': 'help/architecture',
  'CONTRIBUTING.md': 'help/contributing',
  'GOVERNANCE.md': 'help/governance',
  'CODE_OF_CONDUCT.md': 'help/code-of-conduct',
}

/** Documents that only say where their content is now. The site redirects from their path to the new page. */
export const MOVED: Record<string, string> = {
  'docs/production.md': 'docs/deploy/index.md',
  'docs/testing.md': 'docs/local/testing.md',
}

/** The titles of documents whose heading is the name of their package. */
const TITLES: Record<string, string> = { 'packages/emulator/README.md': 'The local server' }

/** Finds every file that is a page, with its path on the site. */
export function pageFiles(): Map<string, string> {
  const own = globSync('docs/**/*.md', { cwd: root, exclude: ['**/node_modules', 'docs/src', 'docs/build'] })
  const found = new Map(own.filter((file) => !(file in MOVED)).map((file) => [file, slugOf(file)]))
  for (const [file, slug] of Object.entries(ELSEWHERE)) {
    if (globSync(file, { cwd: root }).length > 0) found.set(file, slug)
  }
  return found
}

const slugOf = (file: string): string => file.replace(/^docs\//, '').replace(/(^|\/)?(index)?\.md$/, '')

/** The path of each page that has moved, with the path of the page where its content is now. */
export const redirects = (base: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(MOVED).map(([from, to]) => [`/${slugOf(from)}`, pagePath(slugOf(to), base)]),
  )

/** Reads a page. The first heading is its title, and the first sentence below it the description. */
export function readPage(file: string, slug: string): Page {
  const text = readFileSync(join(root, file), 'utf8')
  // Data for Starlight. It is in a comment, because GitHub would show front matter as a table.
  const [comment = '', json = '{}'] = /^<!-- page: (\{.*\}) -->\n/.exec(text) ?? []
  const options = JSON.parse(json) as Record<string, unknown>
  const rest = text.slice(comment.length)
  const [heading, name] = /^# (.+)$/m.exec(rest) ?? []
  const title = TITLES[file] ?? name ?? ''
  const below = heading === undefined ? rest : rest.slice(rest.indexOf(heading) + heading.length)
  const body = below.trim()
  const description = String(options.description ?? firstSentence(body))
  return { file, slug, title, description, kind: kindOf(slug), body, options }
}

export const readPages = (): Page[] => [...pageFiles()].map(([file, slug]) => readPage(file, slug))

const kindOf = (slug: string): Kind => (/^(reference|packages)\//.test(slug) ? 'Reference' : 'Guide')

/** In plain text. */
function firstSentence(markdown: string): string {
  const paragraphs = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').split(/\n\n+/)
  const first =
    paragraphs.find((paragraph) => /^[A-Z“`*[]/.test(paragraph) && !/^\[[^\]]+\]:/.test(paragraph)) ?? ''
  const plain = first
    .replaceAll(/!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const [sentence = plain] = /^.+?[.!?](?=\s[A-Z“]|$)/.exec(plain) ?? []
  return sentence.replace(/:$/, '.')
}

/** The path of a page on the site. `base` is the base path of the site. */
export const pagePath = (slug: string, base = '/'): string =>
  slug === '' ? base : `${base.replace(/\/$/, '')}/${slug}/`

export interface LinkTarget {
  /** From the repository's root; a folder or a file. */
  file: string
  /** The anchor, including the `#`, or an empty string. */
  anchor: string
}

const LINK = /(\]\(|^\[[^\]]+\]: )(?![a-z]+:|#|\/)([^)\s#]*)(#[^)\s]*)?/gm

/** Finds the relative links of a page to files, except in code. */
export const linksOf = ({ file, body }: Pick<Page, 'file' | 'body'>): LinkTarget[] =>
  [...withoutCode(body).matchAll(LINK)].map(([, , path = '', anchor = '']) => ({
    file: targetOf(file, path),
    anchor,
  }))

const targetOf = (from: string, path: string) =>
  path === '' ? from : normalize(join(dirname(from), decodeURI(path)))

const withoutCode = (markdown: string): string =>
  markdown.replaceAll(/^( *)(```|~~~)[\s\S]*?^\1\2$/gm, '').replaceAll(/`[^`\n]+`/g, '')

/** Converts links to files into links to pages of the site, or to the repository if the site has no such page. */
export function withSiteLinks(page: Page, base: string, repository?: string): string {
  const slugs = pageFiles()
  return page.body.replaceAll(LINK, (whole, before: string, path: string, anchor = '') => {
    if (path === '' || /\.(png|svg|gif|webp)$/.test(path)) return whole
    const target = targetOf(page.file, path)
    const slug = slugs.get(target)
    if (slug !== undefined) return `${before}${pagePath(slug, base)}${anchor}`
    return repository === undefined ? `${before}#` : `${before}${repository}/blob/main/${target}${anchor}`
  })
}

/** The anchors of a page's headings, as GitHub and the site generate them. */
export function anchorsOf(body: string): Set<string> {
  const seen = new Map<string, number>()
  const headings = [...body.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{2,6} (.+)$/gm)]
  const anchors = headings.map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[`*]/g, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
  return new Set([...anchors, ...[...body.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)])
}
