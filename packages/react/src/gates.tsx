import type { AuthState, Requirement, SignedInState } from '@latchkey/core'
import { type ReactNode, Suspense } from 'react'
import { fulfils } from './authorization.ts'
import { useAuth } from './use-auth.ts'

/** Props of {@link Show}. */
export interface ShowProps {
  /**
   * Which users see the children. A requirement must be met. A function must return `true` for the signed-in user. A condition
   * of your own must be `true`; any other value, such as `0`, `undefined` or a promise, hides the children.
   */
  when: 'signed-in' | 'signed-out' | boolean | Requirement | ((auth: SignedInState) => boolean)
  children?: ReactNode
  /** Shown to all other users and visitors. */
  fallback?: ReactNode
  /** Shown while the session is not known yet. Default: nothing. */
  pending?: ReactNode
}

/** Shows its children only to the matching users. While the session is not known, `pending` is shown. */
export function Show({ when, children, fallback, pending, ...unread }: ShowProps): ReactNode {
  const state = useAuth()
  if (!state.isLoaded) return pending
  return holds(when, state) && readsAll(unread) ? children : fallback
}

/** A prop that this gate does not know, such as the `role` of another gate, must not count as met. */
const readsAll = (unread: object) => Object.keys(unread).every((name) => name.includes('-'))

/** Hidden unless the condition is explicitly met. */
function holds(when: unknown, state: AuthState): boolean {
  if (when === 'signed-in' || when === 'signed-out') return state.status === when
  if (typeof when === 'function') return state.isSignedIn === true && when(state) === true
  return when === true || fulfils(state, when)
}

/** Props of the gates without a condition. */
export interface GateProps {
  children?: ReactNode
  fallback?: ReactNode
  pending?: ReactNode
}

/** Shows its children to signed-in users. */
export const SignedIn = (props: GateProps): ReactNode => <Show {...props} when="signed-in" />

/** Shows its children to visitors who are not signed in. */
export const SignedOut = (props: GateProps): ReactNode => <Show {...props} when="signed-out" />

/** Shows its children while it is unknown whether a user is signed in. */
export function AuthLoading({ children }: { children?: ReactNode }): ReactNode {
  return useAuth().status === 'loading' ? children : null
}

/** Props of {@link Protect}: a requirement, a condition, or both. */
export interface ProtectProps extends GateProps, Requirement {
  /** Must return `true`, in addition to the requirement. */
  condition?: (auth: SignedInState) => boolean
}

/** Shows its children to users who meet both the requirement and the condition. Without either: to all signed-in users. */
export function Protect({ children, fallback, pending, ...rest }: ProtectProps): ReactNode {
  const { condition, ...requirement } = rest
  const conditionHolds = (auth: SignedInState) => !('condition' in rest) || holds(condition, auth)
  return (
    <Show
      when={(auth) => fulfils(auth, requirement) && conditionHolds(auth)}
      {...{ children, fallback, pending }}
    />
  )
}

/** Suspends until the session is known, and redirects visitors who are not signed in to the sign-in page. */
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

/** Redirects to the sign-in page. Use it in the signed-out branch of a gate. */
export function RedirectToSignIn({ redirectTo }: { redirectTo?: string }): ReactNode {
  return <AuthBoundary redirectTo={redirectTo} />
}
