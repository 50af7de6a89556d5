import type { ComponentProps, ElementType } from 'react'
import { useAppearance, useAuthContext } from '../auth-context.ts'
import type { AuthUrls } from '../auth-urls.ts'

/** The attributes of a part: its name and state, for style sheets. */
export interface PartProps {
  'data-lk-part': string
  'data-lk-state': string | undefined
  className: string | undefined
}

/** The elements to render with, and the attributes that mark parts for style sheets. */
export function useUi() {
  const urls: AuthUrls = useAuthContext()
  const { Link, brand, components, classNames } = useAppearance()
  return {
    brand,
    urls,
    Link: (Link ?? 'a') as ElementType<ComponentProps<'a'>>,
    Button: components?.Button ?? ('button' as const),
    Input: components?.Input ?? ('input' as const),
    Logo: components?.Logo,
    ProviderIcon: components?.ProviderIcon,
    part: (name: string, state?: string): PartProps => ({
      'data-lk-part': name,
      'data-lk-state': state,
      className: classNames?.[name],
    }),
  }
}
