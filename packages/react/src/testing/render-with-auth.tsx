import React, { type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { MockAuthProvider, type MockAuthProviderProps } from './mock-auth-provider.tsx'

/** The result of {@link renderWithAuth}. */
export interface RenderedWithAuth {
  container: HTMLElement
  rerender(ui: ReactNode): Promise<void>
  unmount(): Promise<void>
}

/** React 18.2 exports `act` under another name. */
const reactAct = (React.act ?? (React as unknown as Record<string, unknown>).unstable_act) as typeof React.act

/** Tells React that this update belongs to a test, whether or not the test setup did so. */
async function act(run: () => void): Promise<void> {
  const scope = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
  const before = scope.IS_REACT_ACT_ENVIRONMENT
  scope.IS_REACT_ACT_ENVIRONMENT = true
  try {
    await reactAct(async () => run())
  } finally {
    scope.IS_REACT_ACT_ENVIRONMENT = before
  }
}

const mounted = new Set<() => Promise<void>>()

/** Removes everything that {@link renderWithAuth} rendered from the page. */
export async function cleanup(): Promise<void> {
  for (const unmount of [...mounted]) await unmount()
}

// As testing libraries do: if the runner has a global `afterEach`, no test sees the page of the previous one.
const { afterEach } = globalThis as { afterEach?: (run: () => Promise<void>) => void }
if (typeof afterEach === 'function') afterEach(cleanup)

/**
 * Renders into the document, inside a {@link MockAuthProvider}. Needs no testing library, and works well with one: its queries
 * on `screen` find what is rendered here. Removed after each test if the runner has a global `afterEach`; otherwise call
 * `cleanup`.
 */
export async function renderWithAuth(
  ui: ReactNode,
  options: Omit<MockAuthProviderProps, 'children'> = {},
): Promise<RenderedWithAuth> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  const rerender = (next: ReactNode) =>
    act(() => root.render(<MockAuthProvider {...options}>{next}</MockAuthProvider>))
  async function unmount() {
    mounted.delete(unmount)
    await act(() => root.unmount())
    container.remove()
  }
  mounted.add(unmount)
  await rerender(ui)
  return { container, rerender, unmount }
}
