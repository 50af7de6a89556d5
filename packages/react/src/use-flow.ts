import {
  allowsAction,
  createFlow,
  type FieldErrors,
  FLOW_ACTIONS,
  type Flow,
  type FlowAction,
  type FlowInput,
  type FlowKind,
  type FlowOptions,
  type FlowSnapshot,
  fieldErrors,
  resendOf,
} from '@latchkey/core'
import { type FormEvent, useRef, useState, useSyncExternalStore } from 'react'
import { useAppearance, useAuthContext } from './auth-context.ts'
import { useCountdown } from './use-countdown.ts'

/** Props to spread on a `<form>`. The form also works without JavaScript. */
export interface FormProps {
  method: 'post'
  action: string
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

/** A flow, ready to be rendered. */
export interface FlowHandle extends FlowSnapshot {
  /** The errors by input, and the error for the form as a whole. */
  errors: FieldErrors
  submit(action: FlowAction, input?: FlowInput): Promise<FlowSnapshot>
  form(action: FlowAction): FormProps
  /** The hidden inputs that every form of the flow needs. */
  hidden: Readonly<Record<string, string>>
  /** The route of an action, for a button's `formAction`. */
  actionUrl(action: FlowAction): string
  canGoBack: boolean
  back(): Promise<FlowSnapshot>
  restart(): void
  /** Resends the email of the step; `null` if the step has no email. */
  resend: {
    available: boolean
    secondsLeft: number
    send(): Promise<FlowSnapshot>
    /** The action for a form that does the same without JavaScript. */
    action: FlowAction
    values: Readonly<Record<string, string>>
  } | null
  /** Seconds until the next attempt is allowed; 0 if it is allowed now. Until then, the forms of the flow send nothing. */
  retrySecondsLeft: number
  authorizeUrl: Flow['authorizeUrl']
  authorizeTarget: Flow['authorizeTarget']
  authorize: Flow['authorize']
  keepEmail: Flow['keepEmail']
}

/** Options of the flow hooks. */
export type UseFlowOptions = Omit<FlowOptions, 'timers' | 'offer' | 'afterSignInUrl'>

/** Signs a user in, step by step. */
export const useSignIn = (options?: UseFlowOptions): FlowHandle => useFlow('sign-in', options)

/** Creates an account, step by step. */
export const useSignUp = (options?: UseFlowOptions): FlowHandle => useFlow('sign-up', options)

/** Requests a password reset link, or sets the new password if the link's `token` is passed. */
export const useResetPassword = (token?: string, options?: Omit<UseFlowOptions, 'token'>): FlowHandle =>
  useFlow('reset-password', { ...options, token })

/** Shows an invitation and accepts it. */
export const useInvitation = (token?: string, options?: Omit<UseFlowOptions, 'token'>): FlowHandle =>
  useFlow('invitation', { ...options, token })

/** Any flow, by its kind. Options are read once. */
export function useFlow(kind: FlowKind, options: UseFlowOptions = {}): FlowHandle {
  const { client, afterSignInUrl } = useAuthContext()
  const { offer } = useAppearance()
  const onComplete = useRef(options.onComplete)
  onComplete.current = options.onComplete
  const [flow] = useState(() =>
    createFlow(client, kind, {
      ...options,
      afterSignInUrl,
      offer,
      onComplete: options.onComplete && ((returnTo) => onComplete.current?.(returnTo)),
    }),
  )
  const state = useSyncExternalStore(flow.subscribe, flow.getState, flow.getServerSnapshot)
  const secondsLeft = useCountdown(state.resendAt)
  const retrySecondsLeft = useCountdown(state.retryAt)
  return { ...state, ...view(flow, state, secondsLeft, retrySecondsLeft) }
}

function view(flow: Flow, state: FlowSnapshot, secondsLeft: number, retrySecondsLeft: number) {
  const { error, step } = state
  const resend = resendOf(step)
  const available = secondsLeft === 0 && state.status === 'idle'
  return {
    errors: fieldErrors(error),
    submit: flow.submit,
    hidden: flow.target('back').hidden,
    actionUrl: (action: FlowAction) => flow.target(action).action,
    form: (action: FlowAction): FormProps => ({
      method: 'post',
      action: flow.target(action).action,
      onSubmit(event) {
        event.preventDefault()
        const { submitter } = event.nativeEvent as SubmitEvent
        const chosen = actionOf(submitter) ?? action
        // Too early: the handler would refuse again.
        if (retrySecondsLeft > 0 && chosen !== 'back') return
        flow.submit(chosen, inputOf(event.currentTarget, submitter))
      },
    }),
    canGoBack: allowsAction('back', step.name),
    back: flow.back,
    restart: flow.restart,
    resend: resend ? { ...resend, available, secondsLeft, send: flow.resend } : null,
    authorizeUrl: flow.authorizeUrl,
    retrySecondsLeft,
    authorizeTarget: flow.authorizeTarget,
    authorize: flow.authorize,
    keepEmail: flow.keepEmail,
  }
}

/** A submit button can name another action of the flow. */
function actionOf(submitter: HTMLElement | null): FlowAction | undefined {
  const name = submitter?.dataset.lkAction
  return name && Object.hasOwn(FLOW_ACTIONS, name) ? (name as FlowAction) : undefined
}

function inputOf(form: HTMLFormElement, submitter: HTMLElement | null): FlowInput {
  return Object.fromEntries([...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]))
}
