import { PROVIDER_ICONS } from '@latchkey/core/provider-icons'
import { initialOf } from '@latchkey/core/text'
import type { ReactNode } from 'react'

/** A provider's icon, or its first letter if there is none. */
export function ProviderIcon({ provider }: { provider: string }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" data-lk-part="provider-icon">
      {PROVIDER_ICONS[provider]?.map(([d, fill]) => (
        <path key={d} d={d} fill={fill ?? 'currentColor'} />
      ))}
      {!PROVIDER_ICONS[provider] && (
        <text x="12" y="17" textAnchor="middle" fontSize="15" fontWeight="700" fill="currentColor">
          {initialOf(provider)}
        </text>
      )}
    </svg>
  )
}
