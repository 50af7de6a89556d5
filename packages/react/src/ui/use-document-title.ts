import { useEffect } from 'react'
import { useAppearance } from '../auth-context.ts'

/** The document's title, while a flow is on the page and the app wants it to follow. Afterward it is what it was before. */
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
