import { VERSION } from '@sveltejs/kit'
import { applyAction, enhance as kitEnhance } from '$app/forms'
import { goto } from '$app/navigation'
import { page } from '$app/state'
import { appBase } from './base.ts'
import { BEGUN_BY } from './begun-by.ts'

/** Why a form was not accepted. Its input is kept. */
export interface Trouble {
  /** The HTTP status: 401 if signed out, 409 if another user has signed in since; `undefined` if there was no response. */
  status: number | undefined
  /** Complete sentences for the user. */
  message: string
  /** The URL of the sign-in page, for a link that opens a new tab. Only with 401. */
  signInUrl: string | undefined
}

/** Options of {@link enhance}. All have defaults. */
export interface EnhanceOptions {
  /** Whether to reset the form after it was accepted. Default `true`. */
  reset?: boolean
  /** Whether the page after a success replaces this one in the history. Default `false`. */
  replace?: boolean
  /** The sign-in page, if the hook uses another one. Default: `/sign-in` below `paths.base`. */
  signInUrl?: string
  /** Called when the form is submitted and when it is done. The form also gets `aria-busy`. */
  onBusy?: (isBusy: boolean) => void
  /**
   * Shows the problem in your own way. Called with `undefined` when it is resolved. Default: a message at the end of the form.
   */
  onTrouble?: (trouble: Trouble | undefined) => void
}

/** The part of a remote form's instance that {@link enhanceRemote} of the client needs, in both versions of Kit. */
export interface RemoteInstance {
  readonly element: HTMLFormElement
  submit(): Promise<boolean>
}

type Submit = NonNullable<Parameters<typeof kitEnhance>[1]>

/** As in both versions of Kit. Kit 2 omits the type if a hook refuses. */
interface Result {
  type?: string
  status?: number
  location?: string
  message?: string
  error?: { status?: number; message?: string }
}

/**
 * Kit's `enhance`, for forms that take time to fill in: `<form method="post" use:enhance>`. If anything goes wrong, the form
 * keeps its input: if the session has ended, the network or server cannot be reached, or the server fails. A message explains it,
 * and offers to sign in in a new tab if that helps. A form that was opened by one user is not accepted from another. A second
 * submit is ignored while the first is pending. A refusal (`fail`) does not change the URL.
 */
export function enhance(form: HTMLFormElement, options: EnhanceOptions = {}): { destroy(): void } {
  const { onTrouble = noticeIn(form) } = options
  let begunBy = userOfPage()
  let isBusy = false

  const submit: Submit = ({ action, cancel }) => {
    if (isBusy) return cancel()
    setBusy(true)
    begunBy ??= userOfPage()
    action.searchParams.set(BEGUN_BY, begunBy ?? '')
    return async ({ result, update }) => {
      try {
        const trouble = troubleOf(result, options)
        onTrouble(trouble)
        if (trouble !== undefined) return
        if (result.type === 'redirect' && options.replace && leaves(result.location))
          await replaceBy(result.location)
        else if (result.type === 'redirect') {
          await applyAction(result)
          // Accepted, and the page did not change: the redirect led back to the form's own page. A field can be named `reset`.
          if (options.reset !== false && form.isConnected) HTMLFormElement.prototype.reset.call(form)
        }
        // An action of this page does not change the page's URL.
        else await update({ reset: options.reset, navigate: action.pathname !== location.pathname })
        begunBy = userOfPage()
      } finally {
        setBusy(false)
      }
    }
  }
  function setBusy(value: boolean) {
    isBusy = value
    form.setAttribute('aria-busy', String(value))
    options.onBusy?.(value)
  }
  return kitEnhance(form, submit)
}

/**
 * {@link enhance} for the steps of a flow: the fields are kept, and the page after sign-in replaces the sign-in page in the
 * history, so that Back does not return to it.
 */
export const enhanceFlow = (form: HTMLFormElement, options: EnhanceOptions = {}): { destroy(): void } =>
  enhance(form, { reset: false, replace: true, ...options })

/**
 * The URL of an action of this page, also without JavaScript: `action={actionUrl('password')}`. It keeps the page's query, so
 * that a refusal or reload loses neither the token of an email link nor the `returnTo` URL. It also names the user of the page,
 * so that the action is refused (409) if another user has signed in since.
 *
 * @param name Default: the page's `default` action.
 */
export function actionUrl(name = ''): string {
  const query = new URLSearchParams(page.url.search)
  for (const key of [...query.keys()]) if (key.startsWith('/') || key === BEGUN_BY) query.delete(key)
  const user = userOfPage()
  if (user !== undefined) query.set(BEGUN_BY, user)
  const action = name && `/${name}`
  return `?${[action, query.toString()].filter(Boolean).join('&')}`
}

export const userOfPage = (): string | undefined =>
  page.data.auth?.status === 'signed-in' ? page.data.auth.user.id : undefined

const STILL_HERE = 'What you entered is still here'

export function troubleOf(result: Result, options: EnhanceOptions): Trouble | undefined {
  if (result.type === 'success' || result.type === 'failure' || result.type === 'redirect') return undefined
  const {
    error,
    status = error?.status === 500 ? undefined : error?.status,
    message = error?.message,
  } = result
  const { signInUrl = `${appBase}/sign-in` } = options
  switch (status) {
    case undefined:
      return {
        status,
        message: `The server cannot be reached. ${STILL_HERE}: check your connection and send it again.`,
        signInUrl: undefined,
      }
    case 401:
      return {
        status,
        message: `You are signed out. ${STILL_HERE}: sign in in a new tab, then send it again.`,
        signInUrl,
      }
    default:
      return { status, message: `${message ?? 'Something went wrong.'} ${STILL_HERE}.`, signInUrl: undefined }
  }
}

/** The message at the end of the form. Style it with `[data-lk-notice]`. */
export function noticeIn(form: HTMLFormElement): (trouble: Trouble | undefined) => void {
  return (trouble) => {
    let notice = form.querySelector<HTMLElement>(':scope > [data-lk-notice]')
    notice?.replaceChildren()
    if (trouble === undefined) return
    if (notice === null) {
      notice = document.createElement('div')
      notice.setAttribute('role', 'alert')
      notice.dataset.lkNotice = ''
      form.append(notice)
    }
    notice.append(trouble.message)
    if (trouble.signInUrl === undefined) return
    const link = Object.assign(document.createElement('a'), {
      href: trouble.signInUrl,
      target: '_blank',
      rel: 'noopener',
      textContent: 'Sign in',
    })
    notice.append(' ', link)
  }
}

const leaves = (to: string): boolean => {
  const { origin, pathname } = new URL(to, location.href)
  return origin === location.origin && pathname !== location.pathname
}

/** Follows a redirect as Kit does, but replaces this page. The option that reloads all data has another name in Kit 2. */
const replaceBy = (to: string): Promise<void> =>
  goto(to, { replaceState: true, [VERSION.startsWith('2.') ? 'invalidateAll' : 'refreshAll']: true })
