import { PROVIDER_ICONS } from '@latchkey/core/provider-icons'
import type { ReactNode } from 'react'

/** The icon of a provider; an empty square for providers without one. */
export function ProviderIcon({ provider }: { provider: string }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" data-lk-part="provider-icon">
      {PROVIDER_ICONS[provider]?.map(([d, fill]) => (
        <path key={d} d={d} fill={fill ?? 'currentColor'} />
      ))}
    </svg>
  )
}
