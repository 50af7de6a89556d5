import type { ReactNode } from 'react'
import { useUi } from './use-ui.ts'

/** A step's title and the sentence below it. */
export function StepHeading({
  id,
  title,
  children,
}: {
  id?: string
  title: ReactNode
  children?: ReactNode
}) {
  const { part } = useUi()
  return (
    <div {...part('header')}>
      <h1 {...part('title')} id={id} tabIndex={-1}>
        {title}
      </h1>
      {children && <p {...part('text')}>{children}</p>}
    </div>
  )
}
