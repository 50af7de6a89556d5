import type { ReactNode } from 'react'
import { Surface, type SurfaceProps } from './surface.tsx'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** A titled section of an account page. */
export const Panel = /* @__PURE__ */ withRef(function Panel(
  props: SurfaceProps & { title: string; children: ReactNode },
): ReactNode {
  const { title, children, ...surface } = props
  const { part } = useUi()
  return (
    <Surface part="panel" {...surface}>
      <h2 {...part('panel-title')} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </Surface>
  )
})
