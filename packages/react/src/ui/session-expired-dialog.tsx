import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useAuthContext } from '../auth-context.ts'
import { useAuth } from '../use-auth.ts'
import { useAuthEvents } from '../use-auth-events.ts'
import { SignIn } from './flows.tsx'
import { Surface } from './surface.tsx'
import { useAccountText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/**
 * Lets the user sign in again in a dialog after the session has ended, so that nothing on the page is lost. While it is
 * mounted, `useAuth({ required: true })` redirects to the sign-in page only if the user cancels the dialog.
 */
export function SessionExpiredDialog(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const [expired, setExpired] = useState(false)
  const { isSignedIn } = useAuth()
  const { pageHold } = useAuthContext()
  const [isCanceled, setCanceled] = useState(false)
  useEffect(() => {
    if (isSignedIn) setCanceled(false)
  }, [isSignedIn])
  useEffect(() => (isCanceled ? undefined : pageHold.hold()), [isCanceled, pageHold])
  const t = useAccountText()
  const { part } = useUi()
  const id = useId()
  useAuthEvents((event) => {
    if (event.type === 'signed-out' && event.reason !== 'signed-out') setExpired(true)
  })
  const open = expired && !isSignedIn
  useEffect(() => {
    if (open) dialog.current?.showModal?.()
    else dialog.current?.close?.()
  }, [open])
  return (
    <dialog
      {...part('dialog')}
      data-lk=""
      ref={dialog}
      aria-labelledby={id}
      onCancel={() => setCanceled(true)}
      onClose={() => setExpired(false)}
    >
      {open && (
        <Surface part="dialog-content">
          <h2 {...part('panel-title')} id={id}>
            {t('expiredTitle')}
          </h2>
          <p {...part('text')}>{t('expiredText')}</p>
          <SignIn routing="memory" footer={null} heading={t('signIn')} onComplete={() => setExpired(false)} />
        </Surface>
      )}
    </dialog>
  )
}
