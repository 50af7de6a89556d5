import { forwardRef, type ReactNode, version } from 'react'

/**
 * Gives a component its `ref` as a prop. React 19 does so by itself; React 18 hands refs only to components that ask for
 * them.
 */
export function withRef<P>(component: (props: P) => ReactNode): (props: P) => ReactNode {
  if (Number.parseInt(version, 10) > 18) return component
  const forwarding = forwardRef((props, ref) => component({ ...props, ref } as P))
  forwarding.displayName = component.name
  return forwarding as unknown as (props: P) => ReactNode
}
