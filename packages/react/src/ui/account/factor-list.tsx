import type { FactorEntry } from '@latchkey/core'
import { type ReactNode, useState } from 'react'
import { useFactors } from '../../use-factors.ts'
import { useReverification } from '../../use-reverification.ts'
import { ActionMessage } from '../action-message.tsx'
import { Confirm } from '../confirm.tsx'
import { ListView } from '../list-view.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useDateText } from '../use-date-text.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'
import { EnrollTotp } from './enroll-totp.tsx'

/** Lists the user's authenticator apps, with forms to add and remove them. */
export const FactorList = /* @__PURE__ */ withRef(function FactorList(props: SurfaceProps): ReactNode {
  const { factors, remove } = useFactors()
  const [adding, setAdding] = useState(false)
  const t = useAccountText()
  const { part } = useUi()
  const dateText = useDateText()
  const reverified = useReverification(remove)
  const removal = useAction(({ id = '' }) => reverified(id))
  const factsOf = ({ issuer, createdAt }: FactorEntry) =>
    [issuer, t('added', { date: dateText(createdAt) })].filter(Boolean).join(' · ')
  return (
    <Panel {...props} title={t('mfaTitle')}>
      <ListView list={factors} label={t('mfaTitle')} empty={t('noFactors')}>
        {(factor) => (
          <>
            <span {...part('row-text')}>
              <strong {...part('row-title')}>{t('factor')}</strong>
              <small {...part('row-detail')}>{factsOf(factor)}</small>
            </span>
            <Confirm
              text={t('remove')}
              label={`${t('remove')}: ${factsOf(factor)}`}
              action={`${t('remove')}: ${t('factor')}`}
              pending={removal.pending}
              onConfirm={() => removal.start({ id: factor.id })}
            />
          </>
        )}
      </ListView>
      {adding ? (
        <EnrollTotp onDone={() => setAdding(false)} />
      ) : (
        <div {...part('actions')}>
          <SubmitButton type="button" look="secondary" onClick={() => setAdding(true)}>
            {t('addFactor')}
          </SubmitButton>
          <ActionMessage state={removal} done={t('done')} />
        </div>
      )}
    </Panel>
  )
})
