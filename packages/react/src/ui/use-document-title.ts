import { documentTitle } from '@latchkey/core/text'
import { useEffect } from 'react'
import { useAppearance } from '../auth-context.ts'

/**
 * Sets the document's title while a flow is mounted and the app wants the title to follow it. Restores the previous title
 * afterward.
 */
export function useDocumentTitle(title: string): void {
  const { titles, brand } = useAppearance()
  const shown = documentTitle(title, brand?.name)
  useEffect(() => {
    if (!titles) return
    const before = document.title
    document.title = shown
    return () => {
      document.title = before
    }
  }, [titles, shown])
}
