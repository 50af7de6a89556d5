import type { APIRoute, GetStaticPaths } from 'astro'
import { type Page, readPages } from '../site/pages.ts'

/** Each page as Markdown, for readers and language models that need only the text. */
export const getStaticPaths: GetStaticPaths = () =>
  readPages()
    .filter(({ slug }) => slug !== '404')
    .map((page) => ({ params: { slug: page.slug === '' ? 'index' : page.slug }, props: { page } }))

export const GET: APIRoute<{ page: Page }> = ({ props: { page } }) =>
  new Response(`# ${page.title}\n\n${page.body}\n`, {
    headers: { 'content-type': 'text/markdown; charset=utf-8' },
  })
