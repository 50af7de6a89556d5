import type { AuthorizeTo, FlowAction, FlowError, FlowKind } from '@latchkey/core'
import {
  allowsAction,
  authorizeTarget,
  FLOW_ACTIONS,
  fieldErrors,
  isIdentifierFirst,
  missingInput,
  resendOf,
} from '@latchkey/core'
import type { FlowData } from '@latchkey/core/server'
import { errorText, flowText, stepTitle } from '@latchkey/core/text'
import { getContext, setContext, untrack } from 'svelte'
import { page } from '$app/state'
import { enhanceFlow } from '../enhance.ts'
import { getUi } from './context.ts'
import type { SignInProps } from './flow-props.ts'
import { troubleError } from './trouble-error.ts'

/** A flow as its card shows it: the state from the server, and what has happened on the page since. */
export class FlowView {
  readonly ui = getUi()
  /** The pending action. */
  action = $state<FlowAction>()
  /** How many times the step's email was resent from this page. */
  resent = $state(0)
  #own = $state.raw<FlowError>()
  #now = $state(0)
  #resendAt = $state<number>()
  #retryAt = $state<number>()
  readonly #kind: () => FlowKind
  readonly #props: () => SignInProps
  /** The flow shown last: during navigation, the next page's data arrives before this component is destroyed. */
  #shown: FlowData | undefined

  constructor(kind: () => FlowKind, props: () => SignInProps) {
    this.#kind = kind
    this.#props = props
    setContext(FlowView, this)
    this.#countTime()
  }

  /** The flow of the page: a refused action, or what the page loaded. */
  get data(): FlowData {
    const data = this.#props().flow ?? [page.form, page.data].find(isFlow) ?? this.#shown
    if (data === undefined)
      throw new Error(
        `This page has no flow to show. Its +page.server.ts needs, for example, \`export const { load, actions } = signInPage()\`.`,
      )
    this.#shown = data
    return data
  }

  get kind(): FlowKind {
    return this.data.kind ?? this.#kind()
  }

  /** Where the flow leads. The page's URL takes precedence, because a guard may have redirected the user here. */
  get returnTo(): string {
    const own = page.url.searchParams.has('returnTo') ? undefined : this.#props().returnTo
    return own ?? this.data.returnTo
  }

  get layout() {
    return this.#props().layout
  }

  get step() {
    return this.data.step
  }

  /** Whether the first step asks only for the email address. */
  get isIdentifierFirst(): boolean {
    const { step } = this
    return step.name === 'start' && isIdentifierFirst(step, this.#props().identifierFirst)
  }

  /** Whether this browser remembers the last user. */
  get remembers(): boolean {
    return this.#props().remember ?? true
  }

  /** The current error. The error of the previous action does not apply to a pending one. */
  get error(): FlowError | undefined {
    return this.action ? undefined : (this.#own ?? this.data.error)
  }

  get formError(): FlowError | undefined {
    return fieldErrors(this.error).form ?? undefined
  }

  fieldError(name: string): FlowError | undefined {
    return fieldErrors(this.error).fields[name]
  }

  get t() {
    return flowText(this.ui.locale)
  }

  /** The title of the step. The first step includes the brand's name. */
  get title(): string {
    const { kind, step } = this
    return stepTitle({ kind, step }, this.t, this.ui.brand?.name)
  }

  /** Whether nothing has happened since the step's email was resent. */
  get wasJustSent(): boolean {
    return this.resent > 0 && !this.action && !this.error
  }

  get errorText() {
    return errorText(this.ui.locale)
  }

  /** The hidden fields that every form of the flow needs. */
  get hidden(): Record<string, string> {
    const { returnTo } = this
    const { flow, token } = this.data
    const values = Object.entries({ flow, returnTo, token })
    return Object.fromEntries(values.filter((entry): entry is [string, string] => Boolean(entry[1])))
  }

  get canGoBack(): boolean {
    return allowsAction('back', this.step.name)
  }

  get resend() {
    return resendOf(this.step)
  }

  get resendSecondsLeft(): number {
    return this.#secondsTo(this.#resendAt)
  }

  /** Seconds until the next attempt is allowed; 0 if it is allowed now. */
  get retrySecondsLeft(): number {
    return this.#secondsTo(this.#retryAt)
  }

  get authorizeTarget() {
    const { returnTo } = this
    const { flow, token } = this.data
    const invitationToken = this.kind === 'invitation' ? token : undefined
    return authorizeTarget(this.ui.basePath, { kind: this.kind, returnTo, flow, invitationToken })
  }

  /** The URL that starts sign-in with a provider, a connection or an organization's identity provider. */
  authorizeUrl(to: AuthorizeTo): string {
    const { action, hidden } = this.authorizeTarget
    return `${action}?${new URLSearchParams({ ...hidden, ...to })}`
  }

  /** For `use:`: shows which input is missing, submits only once, and announces errors. */
  readonly enhance = (form: HTMLFormElement, own: FlowAction): { destroy(): void } => {
    // With JavaScript the flow validates the form and explains errors; without it the browser does.
    form.noValidate = true
    const guard = (event: SubmitEvent) => {
      const action = actionOf(event.submitter) ?? own
      if (this.#begin(action, new FormData(form, event.submitter))) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    form.addEventListener('submit', guard)
    const { destroy } = enhanceFlow(form, {
      onBusy: (isBusy) => !isBusy && this.#end(),
      onTrouble: (trouble) => {
        this.#own = trouble && troubleError(trouble)
      },
    })
    return {
      destroy() {
        form.removeEventListener('submit', guard)
        destroy()
      },
    }
  }

  /** Whether an action can be submitted now. */
  #begin(action: FlowAction, fields: FormData): boolean {
    if (this.action) return false
    if (this.retrySecondsLeft > 0 && action !== 'back') return false
    const input = Object.fromEntries([...fields].map(([name, value]) => [name, String(value)]))
    this.#own = missingInput(action, input, this.step)
    if (this.#own) return false
    this.action = action
    return true
  }

  #end(): void {
    const { action } = this
    this.action = undefined
    if (this.error || !action || action !== this.resend?.action) return
    this.resent += 1
    this.#resendAt = Date.now() + this.#resendAfterMs
  }

  get #resendAfterMs(): number {
    return (this.#props().resendAfterSeconds ?? 30) * 1_000
  }

  #secondsTo(at: number | undefined): number {
    return at === undefined || this.#now === 0 ? 0 : Math.max(0, Math.ceil((at - this.#now) / 1_000))
  }

  #countTime(): void {
    let shown = this.step.name
    $effect(() => {
      const { name } = this.step
      if (name === shown) return
      shown = name
      this.#own = undefined
      this.resent = 0
      this.#resendAt = this.resend && Date.now() + untrack(() => this.#resendAfterMs)
    })
    $effect(() => {
      const seconds = this.data.error?.retryAfterSeconds
      this.#retryAt = seconds ? Date.now() + seconds * 1_000 : undefined
    })
    $effect(() => {
      const until = Math.max(this.#resendAt ?? 0, this.#retryAt ?? 0)
      if (until === 0) return
      const count = () => {
        this.#now = Date.now()
        if (untrack(() => this.#now) >= until) clearInterval(timer)
      }
      const timer = setInterval(count, 1_000)
      count()
      return () => clearInterval(timer)
    })
  }
}

/** The flow of the surrounding card. */
export const getFlow = (): FlowView => getContext<FlowView>(FlowView)

const isFlow = (value: unknown): value is FlowData =>
  typeof (value as Partial<FlowData> | null | undefined)?.step?.name === 'string'

/** A submit button can name another action of the flow. */
function actionOf(submitter: HTMLElement | null): FlowAction | undefined {
  const name = submitter?.dataset.lkAction
  return name && Object.hasOwn(FLOW_ACTIONS, name) ? (name as FlowAction) : undefined
}
