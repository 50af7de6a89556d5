import { lazy, type ReactNode, Suspense } from 'react'
import { useHydrated } from './use-hydrated.ts'

const Loaded = lazy(async () => ({ default: (await import('./provider-icon.tsx')).ProviderIcon }))

/** A provider's sign, once the form works: only apps that offer providers load it. Its place is kept until then. */
export function LazyProviderIcon({ provider }: { provider: string }): ReactNode {
  const place = <svg viewBox="0 0 24 24" aria-hidden="true" data-lk-part="provider-icon" />
  return useHydrated() ? (
    <Suspense fallback={place}>
      <Loaded provider={provider} />
    </Suspense>
  ) : (
    place
  )
}
