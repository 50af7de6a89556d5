import '@latchkey/react/styles.css'
import '../../../apps/e2e/src/browser/gallery.tsx'

const wanted = new URLSearchParams(location.search).get('show')
const page = window.parent.document.documentElement

/** Gives the frame the colors of the surrounding page, and the height of its content. */
function follow(): void {
  document.documentElement.dataset.theme = page.dataset.theme
  for (const article of document.querySelectorAll<HTMLElement>('article[data-state]'))
    article.toggleAttribute('data-shown', article.dataset.state === wanted)
  const frame = window.frameElement as HTMLElement | null
  if (frame !== null) frame.style.height = `${document.body.scrollHeight + 2}px`
}

new MutationObserver(follow).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['open', 'hidden'],
})
new MutationObserver(follow).observe(page, { attributeFilter: ['data-theme'] })
new ResizeObserver(follow).observe(document.body)
follow()
