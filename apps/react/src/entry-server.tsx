import { prerender } from 'react-dom/static'
import { App } from './app.tsx'
import type { SiteData } from './site-data.ts'

/**
 * Renders the page as HTML that is complete without JavaScript. It waits for the code of the page and renders everything in
 * place, because the site's policy forbids the inline scripts that would move late parts into position.
 */
export async function render(data: SiteData): Promise<string> {
  const { prelude } = await prerender(<App data={data} />, { progressiveChunkSize: Number.POSITIVE_INFINITY })
  return new Response(prelude).text()
}
