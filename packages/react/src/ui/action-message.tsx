import { pageUrl } from '@latchkey/core'
import type { ReactNode } from 'react'
import type { ActionState } from './use-action.ts'
import { useAccountText, useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** The result of an action, announced once. Its line is always reserved, so that nothing moves. */
export function ActionMessage({ state, done }: { state: ActionState; done?: string }): ReactNode {
  const { part, urls, Link } = useUi()
  const t = useAccountText()
  const errorText = useErrorText()
  const { error } = state
  return (
    <p
      {...part('message', error ? 'error' : state.done ? 'done' : undefined)}
      role="status"
      aria-live="polite"
    >
      {error ? errorText(error) : state.done ? done : ''}
      {error?.code === 'reauthentication_required' && (
        <>
          {' '}
          <Link {...part('link')} href={`${pageUrl(urls.signInUrl, location.pathname)}&reauthenticate=1`}>
            {t('signIn')}
          </Link>
        </>
      )}
    </p>
  )
}
