import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'
import type { SiteData } from './site-data.ts'

/** The page as HTML: complete before any script has run. */
export const render = (data: SiteData): string => renderToString(<App data={data} />)
