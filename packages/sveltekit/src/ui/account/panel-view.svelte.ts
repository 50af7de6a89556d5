import type { FlowError } from '@latchkey/core'
import type { AccountAction, AccountData, AccountFailure, AccountResult } from '@latchkey/core/server'
import { accountText, errorText } from '@latchkey/core/text'
import { getContext, setContext } from 'svelte'
import { page } from '$app/state'
import type { Trouble } from '../../enhance.ts'
import { getUi } from '../context.ts'
import { troubleError } from '../trouble-error.ts'

/** The field that tells one row's form from another's, and its value. */
export type Row = readonly [name: string, value: string]

interface Sent {
  action: AccountAction
  row: Row | undefined
}

/** A panel of the account as its forms show it: what the server said of the last one, and which one is under way. */
export class PanelView {
  readonly ui = getUi()
  element = $state<HTMLElement>()
  /** The form under way. There is one at a time. */
  #sent = $state.raw<Sent>()
  #own = $state.raw<Sent & { error: FlowError }>()

  constructor() {
    setContext(PanelView, this)
  }

  get t() {
    return accountText(this.ui.locale)
  }

  get errorText() {
    return errorText(this.ui.locale)
  }

  get isBusy(): boolean {
    return this.#sent !== undefined
  }

  isPending(action: AccountAction, row?: Row): boolean {
    return this.#sent !== undefined && isSame(this.#sent, action, row)
  }

  /** Why a form was not taken. What went wrong before is not said of what is under way now. */
  errorOf(action: AccountAction, row?: Row): FlowError | undefined {
    if (this.isBusy) return undefined
    if (this.#own && isSame(this.#own, action, row)) return this.#own.error
    const failure = failureOfPage(action)
    return failure && (!row || failure.values[row[0]] === row[1]) ? failure.error : undefined
  }

  /** What was entered in a form that was refused, for pages without JavaScript. */
  valuesOf(action: AccountAction): Readonly<Record<string, string>> {
    return failureOfPage(action)?.values ?? {}
  }

  /** Whether this was the last thing that was done on this page. */
  isDone(action: AccountAction): boolean {
    return !this.isBusy && !this.#own && !page.form && page.data.done === action
  }

  begin(action: AccountAction, row: Row | undefined): boolean {
    if (this.isBusy) return false
    this.#own = undefined
    this.#sent = { action, row }
    return true
  }

  end(): void {
    this.#sent = undefined
  }

  fail(action: AccountAction, row: Row | undefined, trouble: Trouble | undefined): void {
    this.#own = trouble && { action, row, error: troubleError(trouble) }
  }
}

const isSame = (sent: Sent, action: AccountAction, row: Row | undefined) =>
  sent.action === action && (row === undefined || sent.row?.[1] === row[1])

const failureOfPage = (action: AccountAction): AccountFailure | undefined =>
  page.form?.action === action && page.form.error ? page.form : undefined

/** The panel around. */
export const getPanel = (): PanelView => getContext<PanelView>(PanelView)

/** What an action of the page has just begun, also after a wrong code. */
export const resultOfPage = (): AccountResult => page.form ?? {}

/**
 * What the page has loaded for a component. On the way to another page its data is there before the component has left;
 * then what was shown last stays. Call it while a component is set up.
 *
 * @throws {Error} naming the page function to use, when the page does not load it.
 */
export function accountData<Name extends keyof AccountData>(
  name: Name,
  from: string,
): { readonly current: AccountData[Name] } {
  let shown: AccountData[Name] | undefined
  let isKnown = false
  return {
    get current() {
      if (name in page.data) {
        shown = page.data[name]
        isKnown = true
      }
      if (!isKnown)
        throw new Error(
          `This page has no \`${name}\` to show. Its +page.server.ts needs \`export const { load, actions } = ${from}()\`.`,
        )
      return shown as AccountData[Name]
    },
  }
}
