import type { SessionEntry } from '@latchkey/core'
import { deviceName } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useSessions } from '../../use-sessions.ts'
import { ActionMessage } from '../action-message.tsx'
import { Confirm } from '../confirm.tsx'
import { ListView } from '../list-view.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useDateText } from '../use-date-text.ts'
import { type AccountTextKey, useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Lists the user's active sessions, each with a button that revokes it. */
export const SessionList = /* @__PURE__ */ withRef(function SessionList(props: SurfaceProps): ReactNode {
  const { sessions, revoke, revokeOthers } = useSessions()
  const t = useAccountText()
  const { part } = useUi()
  const one = useAction(({ id = '' }) => revoke(id))
  const others = useAction(() => revokeOthers())
  const nameOf = ({ userAgent }: SessionEntry) => deviceName(userAgent) ?? t('unknownDevice')
  return (
    <Panel {...props} title={t('sessions')}>
      <ListView list={sessions} label={t('sessions')}>
        {(session) => (
          <>
            <SessionText session={session} name={nameOf(session)} />
            {session.current ? (
              <span {...part('badge')}>{t('thisDevice')}</span>
            ) : (
              <SubmitButton
                type="button"
                look="secondary"
                pending={one.pending}
                aria-label={`${t('revoke')}: ${nameOf(session)}`}
                onClick={() => one.start({ id: session.id })}
              >
                {t('revoke')}
              </SubmitButton>
            )}
          </>
        )}
      </ListView>
      <div {...part('actions')}>
        {sessions.data.length > 1 && (
          <Confirm
            text={t('revokeOthers')}
            label={t('revokeOthers')}
            action={t('revokeOthers')}
            pending={others.pending}
            onConfirm={() => others.start()}
          />
        )}
        <ActionMessage state={others.error || others.done ? others : one} done={t('done')} />
      </div>
    </Panel>
  )
})

function SessionText({ session, name }: { session: SessionEntry; name: string }): ReactNode {
  const t = useAccountText()
  const { part } = useUi()
  const dateText = useDateText()
  const facts = [
    session.ipAddress,
    t(session.authMethod as AccountTextKey),
    t('since', { date: dateText(session.createdAt) }),
  ]
  return (
    <span {...part('row-text')}>
      <strong {...part('row-title')}>{name}</strong>
      <small {...part('row-detail')}>{facts.filter(Boolean).join(' · ')}</small>
    </span>
  )
}
