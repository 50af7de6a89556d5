import { useEffect } from 'react'
import { useAppearance } from '../auth-context.ts'

/**
 * Sets the document's title while a flow is mounted and the app wants the title to follow it. Restores the previous title
 * afterward.
 */
export function useDocumentTitle(title: string): void {
  const { titles, brand } = useAppearance()
  const name = brand && !title.includes(brand.name) ? ` – ${brand.name}` : ''
  useEffect(() => {
    if (!titles) return
    const before = document.title
    document.title = title + name
    return () => {
      document.title = before
    }
  }, [titles, title, name])
}
