import type { APIRoute } from 'astro'
import { pagePath, readPages } from '../site/pages.ts'

/** The pages with their descriptions, for language models. @see https://llmstxt.org */
export const GET: APIRoute = ({ site }) => {
  const address = (slug: string) =>
    site === undefined
      ? pagePath(slug, import.meta.env.BASE_URL)
      : new URL(pagePath(slug, import.meta.env.BASE_URL), site)
  const lines = readPages()
    .filter(({ slug }) => slug !== '' && slug !== '404')
    .map(({ slug, title, description }) => `- [${title}](${address(slug)}): ${description}`)
  return new Response(
    [
      '# Latchkey',
      '',
      '> Your own sign-in UI for WorkOS, and a WorkOS that runs on your laptop.',
      '',
      `The text of all guides in one file: ${address('llms-full').toString().replace(/\/$/, '.txt')}`,
      '',
      '## Pages',
      '',
      ...lines,
      '',
    ].join('\n'),
    { headers: { 'content-type': 'text/plain; charset=utf-8' } },
  )
}
