import type { FlowError } from '@latchkey/core'
import type { AccountAction, AccountData, AccountFailure, AccountResult } from '@latchkey/core/server'
import { accountText, errorText } from '@latchkey/core/text'
import { getContext, setContext } from 'svelte'
import { page } from '$app/state'
import type { Trouble } from '../../enhance.ts'
import { getUi } from '../context.ts'
import { troubleError } from '../trouble-error.ts'

/** The field that identifies a row's form, and its value. */
export type Row = readonly [name: string, value: string]

interface Sent {
  action: AccountAction
  row: Row | undefined
}

/** A panel of the account page as its forms show it: the server's response to the last form, and the pending form. */
export class PanelView {
  readonly ui = getUi()
  element = $state<HTMLElement>()
  /** The pending form. There is only one at a time. */
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

  /** Why a form was not accepted. The error of the previous form does not apply to a pending one. */
  errorOf(action: AccountAction, row?: Row): FlowError | undefined {
    if (this.isBusy) return undefined
    if (this.#own && isSame(this.#own, action, row)) return this.#own.error
    const failure = failureOfPage(action)
    return failure && (!row || failure.values[row[0]] === row[1]) ? failure.error : undefined
  }

  /** The input of a refused form, for pages without JavaScript. */
  valuesOf(action: AccountAction): Readonly<Record<string, string>> {
    return failureOfPage(action)?.values ?? {}
  }

  /** Whether this action was the last one to succeed on this page. */
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

/** The surrounding panel. */
export const getPanel = (): PanelView => getContext<PanelView>(PanelView)

/** What an action of the page has just started. Also set after a wrong code. */
export const resultOfPage = (): AccountResult => page.form ?? {}

/**
 * The data that the page loaded for a component. During navigation, the next page's data arrives before the component is
 * destroyed; it then keeps what it showed last. Call it during component initialization.
 *
 * @throws {Error} naming the page function to use, if the page does not load the data.
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
