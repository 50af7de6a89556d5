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

/** What to spread on a `<form>`. Posts by itself where there is no script. */
export interface FormProps {
  method: 'post'
  action: string
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

/** A flow as a component renders it. */
export interface FlowHandle extends FlowSnapshot {
  /** Errors by the input they belong to, and the one that concerns the form as a whole. */
  errors: FieldErrors
  submit(action: FlowAction, input?: FlowInput): Promise<FlowSnapshot>
  form(action: FlowAction): FormProps
  /** Hidden inputs that each of the flow's forms carries. */
  hidden: Readonly<Record<string, string>>
  /** The route of an action, for a button's `formAction`. */
  actionUrl(action: FlowAction): string
  canGoBack: boolean
  back(): Promise<FlowSnapshot>
  restart(): void
  /** Sending the step's mail again; `null` where there is none. */
  resend: {
    available: boolean
    secondsLeft: number
    send(): Promise<FlowSnapshot>
    /** For a form that does the same without JavaScript. */
    action: FlowAction
    values: Readonly<Record<string, string>>
  } | null
  /** Seconds until trying again makes sense; 0 when it does. Until then, the forms of the flow send nothing. */
  retrySecondsLeft: number
  authorizeUrl: Flow['authorizeUrl']
  authorizeTarget: Flow['authorizeTarget']
  authorize: Flow['authorize']
  keepEmail: Flow['keepEmail']
}

/** Settings of the flow hooks. */
export type UseFlowOptions = Omit<FlowOptions, 'timers' | 'offer' | 'afterSignInUrl'>

/** Signs a user in, step by step. */
export const useSignIn = (options?: UseFlowOptions): FlowHandle => useFlow('sign-in', options)

/** Makes an account, step by step. */
export const useSignUp = (options?: UseFlowOptions): FlowHandle => useFlow('sign-up', options)

/** Asks for a reset link, or with the link's `token` for the new password. */
export const useResetPassword = (token?: string, options?: Omit<UseFlowOptions, 'token'>): FlowHandle =>
  useFlow('reset-password', { ...options, token })

/** Shows an invitation and accepts it. */
export const useInvitation = (token?: string, options?: Omit<UseFlowOptions, 'token'>): FlowHandle =>
  useFlow('invitation', { ...options, token })

/** Any flow by its kind. Settings are read once. */
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
        // Too early: the handler would only refuse again.
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

/** A submit button may name another action of the flow. */
function actionOf(submitter: HTMLElement | null): FlowAction | undefined {
  const name = submitter?.dataset.lkAction
  return name && Object.hasOwn(FLOW_ACTIONS, name) ? (name as FlowAction) : undefined
}

function inputOf(form: HTMLFormElement, submitter: HTMLElement | null): FlowInput {
  return Object.fromEntries([...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]))
}
