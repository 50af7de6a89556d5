import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { useTitle } from './use-title.ts'
import { useUi } from './use-ui.ts'

/** A step's title and the text below it. */
export function StepHeading(props: {
  flow: Pick<FlowHandle, 'kind' | 'step'>
  id?: string
  /** Default: the title of the flow's step. */
  title?: ReactNode
  children?: ReactNode
}) {
  const { flow, id, title, children } = props
  const { part } = useUi()
  const own = useTitle(flow)
  return (
    <div {...part('header')}>
      <h1 {...part('title')} id={id} tabIndex={-1}>
        {title ?? own}
      </h1>
      {children && <p {...part('text')}>{children}</p>}
    </div>
  )
}
