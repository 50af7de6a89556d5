import { type OAuthProvider, readProviders } from '@latchkey/core'
import { providerText } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { type FlowHandle, useSignIn } from '../use-flow.ts'
import { LastUsed } from './last-used.tsx'
import { ProviderIcon as DrawnIcon } from './provider-icon.tsx'
import { useLastUsed } from './use-last-used.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Links to the providers of a flow. They are links, so they work without JavaScript. */
export function ProviderLinks({
  flow,
  providers,
  layout = 'rows',
}: {
  flow: FlowHandle
  providers: readonly string[]
  layout?: ProviderLayout
}): ReactNode {
  const { part, ProviderIcon = DrawnIcon } = useUi()
  const t = useFlowText()
  const lastUsed = useLastUsed()
  return providers.length === 0 ? null : (
    <div {...part('providers', layout)}>
      {providers.map((provider) => {
        const { name, label } = providerText(provider, t)
        return (
          <a
            key={provider}
            {...part('provider')}
            href={flow.authorizeUrl({ provider })}
            title={layout === 'icons' ? name : undefined}
            aria-describedby={lastUsed(provider)}
          >
            <ProviderIcon provider={provider} />
            <span {...part('provider-name')}>{label}</span>
            <LastUsed id={lastUsed(provider)} />
          </a>
        )
      })}
    </div>
  )
}

/** One row per provider, with its name, or all icons in one row. */
export type ProviderLayout = 'rows' | 'icons'

/** Props of {@link OAuthButtons}. */
export interface OAuthButtonsProps {
  /** The API's provider names, such as `GoogleOAuth`. Default: the app's providers. */
  providers?: readonly OAuthProvider[]
  returnTo?: string
  /** Default `rows`. */
  layout?: ProviderLayout
}

/**
 * Sign-in with a provider, outside of `<SignIn>`.
 *
 * @throws {ConfigError} `option_invalid` for an unknown provider name, in development only.
 */
export function OAuthButtons({ providers, returnTo, layout }: OAuthButtonsProps): ReactNode {
  const { part } = useUi()
  const flow = useSignIn({ returnTo })
  if (process.env.NODE_ENV !== 'production' && providers) readProviders(providers)
  const offered = flow.step.name === 'start' ? flow.step.providers : []
  return (
    <div {...part('stack')} data-lk="">
      <ProviderLinks flow={flow} providers={providers ?? offered} layout={layout} />
    </div>
  )
}
