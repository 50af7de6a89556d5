import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'
import type { PageData } from './page-data.ts'

/** The page as HTML: complete before any script has run. */
export const render = (data: PageData): string => renderToString(<App data={data} />)
