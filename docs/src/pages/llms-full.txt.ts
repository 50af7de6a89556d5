import type { APIRoute } from 'astro'
import { readPages } from '../site/pages.ts'

/** The text of every page, without the API reference of the packages. */
export const GET: APIRoute = () => {
  const texts = readPages()
    .filter(({ slug }) => slug !== '404')
    .map(
      ({ title, description, body }) =>
        `# ${title}\n\n${body.startsWith(description) ? '' : `${description}\n\n`}${body}`,
    )
  return new Response(texts.join('\n\n'), { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
