import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { MockAuthProvider, type MockAuthProviderProps } from './mock-auth-provider.tsx'

/** What {@link renderWithAuth} gives back. */
export interface RenderedWithAuth {
  container: HTMLElement
  rerender(ui: ReactNode): Promise<void>
  unmount(): Promise<void>
}

/**
 * Renders into the document, inside a {@link MockAuthProvider}. Needs no testing library, and goes well with one:
 * its queries on `screen` find what is rendered here.
 */
export async function renderWithAuth(
  ui: ReactNode,
  options: Omit<MockAuthProviderProps, 'children'> = {},
): Promise<RenderedWithAuth> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  const rerender = (next: ReactNode) =>
    act(async () => root.render(<MockAuthProvider {...options}>{next}</MockAuthProvider>))
  await rerender(ui)
  return {
    container,
    rerender,
    async unmount() {
      await act(async () => root.unmount())
      container.remove()
    },
  }
}
