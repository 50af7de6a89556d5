import { type ReactNode, useState } from 'react'
import { useAuthContext } from '../auth-context.ts'
import { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
import { useErrorText, useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link SignOutButton}. */
export interface SignOutButtonProps extends Omit<SubmitButtonProps, 'pending'> {
  returnTo?: string
  /** Signs out on all devices. */
  everywhere?: boolean
  children?: ReactNode
}

/** Signs the user out. It is a form, so it works without JavaScript. */
export const SignOutButton = /* @__PURE__ */ withRef(function SignOutButton({
  returnTo,
  everywhere,
  children,
  ...button
}: SignOutButtonProps): ReactNode {
  const { client, actions, afterSignOutUrl } = useAuthContext()
  const { part } = useUi()
  const t = useFlowText()
  const errorText = useErrorText()
  const [state, setState] = useState<{ pending?: boolean; failed?: string }>({})
  const back = returnTo ?? afterSignOutUrl
  return (
    <form
      {...part('inline')}
      data-lk=""
      method="post"
      action={client.signOutUrl}
      onSubmit={async (event) => {
        event.preventDefault()
        if (state.pending) return
        setState({ pending: true })
        const result = await actions.signOut({ returnTo: back, everywhere })
        setState({ failed: result.ok ? undefined : errorText(result.error) })
      }}
    >
      {back && <input type="hidden" name="returnTo" value={back} />}
      {everywhere && <input type="hidden" name="everywhere" value="true" />}
      <SubmitButton look="secondary" {...button} pending={state.pending}>
        {children ?? t('signOut')}
      </SubmitButton>
      {state.failed && (
        <span {...part('message', 'error')} role="alert">
          {state.failed}
        </span>
      )}
    </form>
  )
})
