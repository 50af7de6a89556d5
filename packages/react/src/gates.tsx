import type { AuthState, SignedInState } from '@latchkey/core'
import { type ReactNode, Suspense } from 'react'
import { fulfils, type Requirement } from './authorization.ts'
import { useAuth } from './use-auth.ts'

/** Props of {@link Show}. */
export interface ShowProps {
  /** Whom to show it to. */
  when: 'signed-in' | 'signed-out' | Requirement | ((auth: SignedInState) => boolean)
  children?: ReactNode
  /** For everybody else. */
  fallback?: ReactNode
  /** While it is not known yet. Default: nothing. */
  pending?: ReactNode
}

/** Shows its children to those it is meant for. Never guesses: while the session is not known, `pending` shows. */
export function Show({ when, children, fallback, pending }: ShowProps): ReactNode {
  const state = useAuth()
  if (!state.isLoaded) return pending
  return holds(when, state) ? children : fallback
}

function holds(when: ShowProps['when'], state: AuthState): boolean | undefined {
  if (typeof when === 'string') return state.status === when
  if (typeof when === 'function') return state.isSignedIn && when(state)
  return fulfils(state, when)
}

/** Props of the gates that take no condition. */
export interface GateProps {
  children?: ReactNode
  fallback?: ReactNode
  pending?: ReactNode
}

/** Shows its children to people who are signed in. */
export const SignedIn = (props: GateProps): ReactNode => <Show when="signed-in" {...props} />

/** Shows its children to people who are not signed in. */
export const SignedOut = (props: GateProps): ReactNode => <Show when="signed-out" {...props} />

/** Shows its children while it is not known whether somebody is signed in. */
export function AuthLoading({ children }: { children?: ReactNode }): ReactNode {
  return useAuth().status === 'loading' ? children : null
}

/** Shows its children to people with a role, a permission or a feature. */
export function Protect({
  children,
  fallback,
  pending,
  condition,
  ...requirement
}: GateProps & Requirement & { condition?: (auth: SignedInState) => boolean }): ReactNode {
  return <Show when={condition ?? requirement} {...{ children, fallback, pending }} />
}

/** Suspends until the session is known and sends people who are not signed in to the sign-in page. */
export function AuthBoundary(props: GateProps & Requirement & { redirectTo?: string }): ReactNode {
  const { children, fallback = null, pending, redirectTo, ...requirement } = props
  return (
    <Suspense fallback={pending}>
      <Required {...{ children, fallback, redirectTo, requirement }} />
    </Suspense>
  )
}

function Required(props: {
  children: ReactNode
  fallback: ReactNode
  redirectTo: string | undefined
  requirement: Requirement
}): ReactNode {
  const state = useAuth({ required: true, redirectTo: props.redirectTo })
  return fulfils(state, props.requirement) ? props.children : props.fallback
}

/** Sends the person to the sign-in page. For the signed-out branch of a gate. */
export function RedirectToSignIn({ redirectTo }: { redirectTo?: string }): ReactNode {
  return <AuthBoundary redirectTo={redirectTo} />
}
