import type { ReactNode, Ref } from 'react'
import { useAppearance } from '../auth-context.ts'
import { useBrandSheet } from './brand.tsx'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of every component of this entry. */
export interface SurfaceProps {
  className?: string
  ref?: Ref<HTMLElement>
}

/** The outermost element of a component: sets its language, its direction and the attribute that the style sheet selects. */
export const Surface = /* @__PURE__ */ withRef(function Surface(
  props: SurfaceProps & {
    part: string
    state?: string
    busy?: boolean
    children: ReactNode
  },
): ReactNode {
  const { part, className, ref, state, busy, children } = props
  const { locale, dir } = useAppearance()
  useBrandSheet()
  const own = useUi().part(part, state)
  return (
    <div
      {...own}
      ref={ref as Ref<HTMLDivElement>}
      className={[own.className, className].filter(Boolean).join(' ') || undefined}
      data-lk=""
      lang={locale?.tag}
      dir={dir ?? locale?.dir}
      aria-busy={busy || undefined}
    >
      {children}
    </div>
  )
})
