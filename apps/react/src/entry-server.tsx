import { prerender } from 'react-dom/static'
import { App } from './app.tsx'
import type { SiteData } from './site-data.ts'

/**
 * The page as HTML: complete before any script has run. It waits for the code of the page, and keeps every part in its place,
 * because the site's policy forbids the inline scripts that would move late parts there.
 */
export async function render(data: SiteData): Promise<string> {
  const { prelude } = await prerender(<App data={data} />, { progressiveChunkSize: Number.POSITIVE_INFINITY })
  return new Response(prelude).text()
}
