import { keepListFocus } from '@latchkey/core'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Paginated } from '../use-list.ts'
import { SubmitButton } from './submit-button.tsx'
import { useAccountText, useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** A list in all its states: loading, failed, empty, and with more pages. */
export function ListView<T extends { id: string }>(props: {
  list: Paginated<T>
  label: string
  empty?: string
  children(entry: T): ReactNode
}): ReactNode {
  const { list, label, empty, children } = props
  const { part } = useUi()
  const t = useAccountText()
  const errorText = useErrorText()
  const rows = useRef<HTMLUListElement>(null)
  useEffect(() => (rows.current ? keepListFocus(rows.current) : undefined), [])
  return (
    <>
      <ul {...part('list')} ref={rows} aria-label={label} aria-busy={list.isLoading || undefined}>
        {list.isLoading && (
          <li {...part('row', 'loading')}>
            <span {...part('live')}>{t('loading')}</span>
          </li>
        )}
        {list.data.map((entry) => (
          <li key={entry.id} {...part('row')}>
            {children(entry)}
          </li>
        ))}
        {empty && !list.isLoading && !list.error && list.data.length === 0 && (
          <li {...part('row', 'empty')}>{empty}</li>
        )}
      </ul>
      {list.error && (
        <p {...part('message', 'error')} role="status">
          {errorText(list.error)}{' '}
          <SubmitButton type="button" look="quiet" onClick={list.reload}>
            {t('retry')}
          </SubmitButton>
        </p>
      )}
      {list.hasMore && (
        <SubmitButton type="button" look="quiet" onClick={list.loadMore}>
          {t('loadMore')}
        </SubmitButton>
      )}
    </>
  )
}
