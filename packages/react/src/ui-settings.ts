import type { Brand } from '@latchkey/core/brand'
import type { Locale } from '@latchkey/core/text'
import type { ComponentType, ReactNode, Ref } from 'react'

/** Class names to add, by the part's name: what `data-lk-part` says in the markup. */
export type SlotClassNames = Readonly<Record<string, string>>

/** Parts that an app may render itself. Each gets the props of the element it stands for. */
export interface ComponentMap {
  Button: ComponentType<React.ComponentProps<'button'>>
  Input: ComponentType<React.ComponentProps<'input'> & { ref?: Ref<HTMLInputElement> }>
  /** Stands above the heading of every card: a logo, a product's name. */
  Logo: ComponentType<{ children?: ReactNode }>
  /** A provider's icon, beside its name. Default: the icons of `@latchkey/core/provider-icons`. */
  ProviderIcon: ComponentType<{ provider: string }>
}

/** How the components of `@latchkey/react/ui` look and speak. */
export interface UiSettings {
  /** A module of `@latchkey/react/locales/…`. English without it. */
  locale?: Locale
  /** Default: the locale's own direction. */
  dir?: 'ltr' | 'rtl' | 'auto'
  /** Whose sign-in this is: name, logo, colors and links. `brandCss(brand)` in a sheet of the page has the colors in the first paint. */
  brand?: Brand
  /**
   * Whether the document's title follows the step of the flow on the page, as in "Check your email – Orchard", so that a
   * change of the step is in the history and is spoken. Default `false`: the title is the app's.
   */
  titles?: boolean
  components?: Partial<ComponentMap>
  classNames?: SlotClassNames
}
