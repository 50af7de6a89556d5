import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { docsLoader } from '@astrojs/starlight/loaders'
import type { Loader, LoaderContext } from 'astro/loaders'
import { withComponents } from './components.ts'
import { withDiagrams } from './diagrams.ts'
import { pageFiles, readPage, root, withSiteLinks } from './pages.ts'
import { repository } from './repository.ts'
import { withTabs } from './tabs.ts'

/** Loads pages from the Markdown files of the repository, in addition to the API reference from TypeDoc. */
export function documents(): Loader {
  const reference = docsLoader()
  return {
    name: 'latchkey-documents',
    async load(context) {
      await reference.load(context)
      for (const [file, slug] of pageFiles()) await add(context, file, slug)
      if (context.watcher === undefined) return
      for (const file of pageFiles().keys()) context.watcher.add(join(root, file))
      context.watcher.on('change', async (path) => {
        const file = relative(root, path)
        const slug = pageFiles().get(file)
        if (slug !== undefined) await add(context, file, slug)
      })
    },
  }
}

async function add(context: LoaderContext, file: string, slug: string): Promise<void> {
  const page = readPage(file, slug)
  const id = slug === '' ? 'index' : slug
  const path = join(root, file)
  const editUrl = repository === undefined ? false : `${repository}/edit/main/${file}`
  const data = await context.parseData({
    id,
    filePath: path,
    data: { ...page.options, title: page.title, description: page.description, editUrl, kind: page.kind },
  })
  const linked = withSiteLinks(page, context.config.base, repository)
  const body = withTabs(withComponents(withDiagrams(linked), context.config.base))
  const rendered = await context.renderMarkdown(body, { fileURL: pathToFileURL(path) })
  context.store.set({
    id,
    data,
    body,
    rendered,
    filePath: relative(fileURLToPath(context.config.root), path),
    digest: context.generateDigest(body),
    assetImports: rendered.metadata?.imagePaths as string[] | undefined,
  })
}
