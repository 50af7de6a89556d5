import type { Brand } from '@latchkey/core/brand'
import type { Locale } from '@latchkey/core/text'
import type { ComponentType, ReactNode, Ref } from 'react'

/** Class names to add, by the part's name: the value of `data-lk-part` in the markup. */
export type SlotClassNames = Readonly<Record<string, string>>

/** Components that an app can replace. Each receives the props of the element that it replaces. */
export interface ComponentMap {
  Button: ComponentType<React.ComponentProps<'button'>>
  Input: ComponentType<React.ComponentProps<'input'> & { ref?: Ref<HTMLInputElement> }>
  /** Rendered above the heading of every card, such as a logo or product name. */
  Logo: ComponentType<{ children?: ReactNode }>
  /** A provider's icon, next to its name. Default: the icons of `@latchkey/core/provider-icons`. */
  ProviderIcon: ComponentType<{ provider: string }>
}

/** The appearance and texts of the components of `@latchkey/react/ui`. */
export interface UiSettings {
  /** A module of `@latchkey/react/locales/…`. Default: English. */
  locale?: Locale
  /** Default: the direction of the locale. */
  dir?: 'ltr' | 'rtl' | 'auto'
  /**
   * The app's name, logo, colors and links. To have the colors in the first paint, put `brandCss(brand)` in a style sheet of
   * the page.
   */
  brand?: Brand
  /**
   * Whether the document's title follows the step of the flow, such as "Check your email – Orchard", so that each step appears
   * in the history and is read out by screen readers. Default `false`: the title stays the app's own.
   */
  titles?: boolean
  components?: Partial<ComponentMap>
  classNames?: SlotClassNames
}
