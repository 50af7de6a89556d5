import { VERSION } from '@sveltejs/kit'
import { applyAction, enhance as kitEnhance } from '$app/forms'
import { goto } from '$app/navigation'
import { page } from '$app/state'
import { appBase } from './base.ts'
import { BEGUN_BY } from './begun-by.ts'

/** Why a form was not taken. What was entered is kept. */
export interface Trouble {
  /** The HTTP status: 401 signed out, 409 signed in as another user since; `undefined` when there was no response. */
  status: number | undefined
  /** Whole sentences for the user. */
  message: string
  /** The sign-in page, for a link that opens a new tab. With 401 only. */
  signInUrl: string | undefined
}

/** How {@link enhance} treats a form. All have a default. */
export interface EnhanceOptions {
  /** Whether the form is emptied when it was taken. Default `true`. */
  reset?: boolean
  /** Whether the page that a success leads to takes this one's place in the history. Default `false`. */
  replace?: boolean
  /** The sign-in page, if the hook has another. Default: `/sign-in` below `paths.base`. */
  signInUrl?: string
  /** Told when the form is on its way, and when it is back. The form has `aria-busy` by itself. */
  onBusy?: (isBusy: boolean) => void
  /** Shows trouble in your own way; called with `undefined` when it is over. Default: a notice at the form's end. */
  onTrouble?: (trouble: Trouble | undefined) => void
}

/** As much of a remote form's instance as {@link enhanceRemote} of the client needs, in both versions of Kit. */
export interface RemoteInstance {
  readonly element: HTMLFormElement
  submit(): Promise<boolean>
}

type Submit = NonNullable<Parameters<typeof kitEnhance>[1]>

/** As both versions of Kit have it. Kit 2 leaves the type away when a hook refuses. */
interface Result {
  type?: string
  status?: number
  location?: string
  message?: string
  error?: { status?: number; message?: string }
}

/**
 * Kit's `enhance`, for forms that take time to fill in: `<form method="post" use:enhance>`.
 *
 * Whatever goes wrong, the form and what was entered stay: a session that has ended, a service or network that cannot
 * be reached, an error of the server. A notice says so, and offers to sign in in a new tab where that helps. A form that
 * was begun as one user is not taken from another. A second submit is ignored while the first is on its way. A refusal
 * (`fail`) leaves the address as it is.
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
          // Taken, and still here: the redirect led back to the form's own page. A field may be called `reset`.
          if (options.reset !== false && form.isConnected) HTMLFormElement.prototype.reset.call(form)
        }
        // An action of this page leaves the page's address alone.
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
 * {@link enhance} for the steps of a flow: the fields stay, and the page that a sign-in leads to takes the place of the
 * sign-in page in the history, so that Back does not lead there.
 */
export const enhanceFlow = (form: HTMLFormElement, options: EnhanceOptions = {}): { destroy(): void } =>
  enhance(form, { reset: false, replace: true, ...options })

/**
 * The address of an action of this page, with JavaScript off too: `action={actionUrl('password')}`. It keeps the page's
 * query, so that a refusal or a reload loses neither the token of a link in an email nor where to go afterward; and it names
 * the user whose page this is, so that the action is refused (409) when another user has signed in since.
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

/** A place at the form's end that says what is wrong, in text that the app can style by `[data-lk-notice]`. */
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

/** As Kit follows a redirect, but in this page's place. The option that loads all again has another name in Kit 2. */
const replaceBy = (to: string): Promise<void> =>
  goto(to, { replaceState: true, [VERSION.startsWith('2.') ? 'invalidateAll' : 'refreshAll']: true })
