import { domainStateText } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useOrganization } from '../../use-organization.ts'
import { ActionMessage } from '../action-message.tsx'
import { Confirm } from '../confirm.tsx'
import { CopyButton } from '../copy-button.tsx'
import { Field } from '../field.tsx'
import { ListView } from '../list-view.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/**
 * Lists, adds, verifies and removes the email domains of the active organization. Renders nothing unless the app allows it.
 */
export const OrganizationDomains = /* @__PURE__ */ withRef(function OrganizationDomains(
  props: SurfaceProps,
): ReactNode {
  const { organization, domains, addDomain, verifyDomain, removeDomain } = useOrganization({ domains: true })
  const t = useAccountText()
  const { part } = useUi()
  const addition = useAction(({ domain = '' }) => addDomain(domain))
  const verification = useAction(({ id = '' }) => verifyDomain(id))
  const removal = useAction(({ id = '' }) => removeDomain(id))
  if (!organization?.may?.includes('domains')) return null
  const { error } = addition
  return (
    <Panel {...props} title={t('domains')}>
      <form {...part('stack')} {...addition.form('add-domain')}>
        <Field
          name="domain"
          label={t('domain')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={error?.field === 'domain' ? error : undefined}
        />
        <div {...part('actions')}>
          <SubmitButton pending={addition.pending}>{t('addDomain')}</SubmitButton>
          <ActionMessage state={addition} />
        </div>
      </form>
      <ListView list={domains} label={t('domains')}>
        {({ id, domain, state, record }) => (
          <>
            <span {...part('row-text')}>
              <strong {...part('row-title')}>{domain}</strong>
              <small {...part('row-detail')}>{domainStateText(state, t)}</small>
              {record && (
                <>
                  <small {...part('row-detail')}>{t('domainRecord', { domain: record.name })}</small>
                  <code {...part('secret')}>{record.value}</code>
                  <CopyButton text={record.value} label={domain} />
                </>
              )}
            </span>
            {state !== 'verified' && (
              <SubmitButton
                type="button"
                look="quiet"
                pending={verification.pending}
                aria-label={`${t('verify')}: ${domain}`}
                onClick={() => verification.start({ id })}
              >
                {t('verify')}
              </SubmitButton>
            )}
            <Confirm
              text={t('remove')}
              label={`${t('remove')}: ${domain}`}
              action={`${t('remove')}: ${domain}`}
              pending={removal.pending}
              onConfirm={() => removal.start({ id })}
            />
          </>
        )}
      </ListView>
      <ActionMessage state={verification} />
      <ActionMessage state={removal} done={t('done')} />
    </Panel>
  )
})
