import { forwardRef, type ReactNode, version } from 'react'

/**
 * Passes a component its `ref` as a prop. React 19 does so automatically; React 18 passes refs only to components that opt in.
 */
export function withRef<P>(component: (props: P) => ReactNode): (props: P) => ReactNode {
  if (Number.parseInt(version, 10) > 18) return component
  const forwarding = forwardRef((props, ref) => component({ ...props, ref } as P))
  forwarding.displayName = component.name
  return forwarding as unknown as (props: P) => ReactNode
}
