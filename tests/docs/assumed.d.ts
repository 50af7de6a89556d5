import type { AuthHandler as Handler } from '@latchkey/core/server'
import type { Adapter } from '@sveltejs/kit'
import type { AnyRoute } from '@tanstack/react-router'
import type { ReactElement } from 'react'

// Names that documents introduce in prose. A code block may use them without declaring them.
declare global {
  const handler: Handler
  const request: Request
  const renderToString: typeof import('react-dom/server').renderToString
  const render: (element: ReactElement) => void
  const redirect: (to: string) => Response
  const useSignIn: typeof import('@latchkey/react').useSignIn
  const sveltekit: typeof import('@sveltejs/kit/vite').sveltekit
  const adapter: (options?: object) => Adapter
  const notesOf: (userId: string) => Promise<string[]>
  const wipeAll: () => Promise<void>
  const Invoices: () => ReactElement
}

// The router generates this from the files in `src/routes`. It is the path of the page with all flows.
declare module '@tanstack/react-router' {
  interface FileRoutesByPath {
    '/$': { id: '/$'; path: '/$'; fullPath: '/$'; parentRoute: AnyRoute; preLoaderRoute: AnyRoute }
  }
}
