import '@latchkey/react/styles.css'
import '@latchkey/demo/site.css'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { SiteData } from './site-data.ts'

const root = document.getElementById('root')
const data = document.getElementById('page-data')?.textContent
if (root && data) {
  hydrateRoot(
    root,
    <StrictMode>
      <App data={JSON.parse(data) as SiteData} />
    </StrictMode>,
  )
}
